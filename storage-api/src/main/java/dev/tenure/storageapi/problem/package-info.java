/** What can go wrong, in one table, and how it is told (RFC 9457). */
@NullMarked
package dev.tenure.storageapi.problem;

import org.jspecify.annotations.NullMarked;
