/**
 * The one record of every item, person, meeting and notice; its states; the trail.
 *
 * <p>Nouns: an {@link dev.tenure.catalog.Item} belongs to a {@link dev.tenure.catalog.Meeting} of an {@link dev.tenure.catalog.Account}; its bytes
 * are {@link dev.tenure.catalog.StoredObject}s; {@link dev.tenure.catalog.ItemLifecycle} has every legal change of its state; the {@link
 * dev.tenure.catalog.Trail} says what happened. Stages meet only here, never each other. May use the object store; SQL stands in the {@code Jdbc}
 * classes only. Time is the database's.
 */
@NullMarked
package dev.tenure.catalog;

import org.jspecify.annotations.NullMarked;
