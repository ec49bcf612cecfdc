/** The processing of recordings as programs see it: how far it is, and what its host or an administrator wants of it. */
@NullMarked
package dev.tenure.storageapi.processing;

import org.jspecify.annotations.NullMarked;
