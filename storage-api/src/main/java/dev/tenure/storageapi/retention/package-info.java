/** Rules, choices, trash, holds, explanations and certificates over HTTP. */
@NullMarked
package dev.tenure.storageapi.retention;

import org.jspecify.annotations.NullMarked;
