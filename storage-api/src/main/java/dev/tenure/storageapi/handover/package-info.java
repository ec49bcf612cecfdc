/** Media servers hand over recordings: their accounts say which, and they call. */
@NullMarked
package dev.tenure.storageapi.handover;

import org.jspecify.annotations.NullMarked;
