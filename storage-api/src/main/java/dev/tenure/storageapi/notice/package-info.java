/** Consent notices of an account, the evidence of who was given them, and what the account wants of recordings without. */
@NullMarked
package dev.tenure.storageapi.notice;

import org.jspecify.annotations.NullMarked;
