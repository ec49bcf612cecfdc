/** Signing in and out, and what an administrator does about people, tokens and the account. */
@NullMarked
package dev.tenure.storageapi.people;

import org.jspecify.annotations.NullMarked;
