/** Starts the server: embedded or external parts, keys, the first account. */
@NullMarked
package dev.tenure.app.server;

import org.jspecify.annotations.NullMarked;
