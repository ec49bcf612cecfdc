/** The trail as programs see it: what happened in an account, and proofs of it that anybody can check. */
@NullMarked
package dev.tenure.storageapi.trail;

import org.jspecify.annotations.NullMarked;
