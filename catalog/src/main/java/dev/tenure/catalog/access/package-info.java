/**
 * What the application's role may do in the database that another role owns.
 *
 * <p>Noun: {@link dev.tenure.catalog.access.ApplicationGrants}. Uses Flyway, which tells when the schema is up to date.
 */
@NullMarked
package dev.tenure.catalog.access;

import org.jspecify.annotations.NullMarked;
