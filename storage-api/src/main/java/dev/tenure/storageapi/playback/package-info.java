/** The bytes of items: single ranges, HLS, and short-lived links for browsers. */
@NullMarked
package dev.tenure.storageapi.playback;

import org.jspecify.annotations.NullMarked;
