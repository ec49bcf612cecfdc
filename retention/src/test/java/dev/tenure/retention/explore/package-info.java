/** Runs transactions of several actors on a real database in every order, up to a bound. */
@NullMarked
package dev.tenure.retention.explore;

import org.jspecify.annotations.NullMarked;
