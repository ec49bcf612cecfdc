/**
 * People of an account: their roles, how they prove who they are, their sessions and tokens, and who takes over when they leave.
 *
 * <p>Nouns: a {@link dev.tenure.catalog.people.Person} has {@link dev.tenure.catalog.people.Role}s; {@link
 * dev.tenure.catalog.people.Credentials} tells whether a password is theirs; a {@link dev.tenure.catalog.people.Session} says so for a while. May
 * use the catalog. Changes of the people of one account come one after the other: they take a lock in the database first, before any row. The one
 * place that computes password hashes.
 */
@NullMarked
package dev.tenure.catalog.people;

import org.jspecify.annotations.NullMarked;
