/** Versions of what is shown: entity tags, and changes that hold only for the version that somebody looked at (RFC 9110 §13). */
@NullMarked
package dev.tenure.storageapi.conditional;

import org.jspecify.annotations.NullMarked;
