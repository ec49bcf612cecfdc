/** The whole program, asked from outside: over HTTP, by its command line, and by killing it. */
@NullMarked
package dev.tenure.app.whole;

import org.jspecify.annotations.NullMarked;
