/** Figures for those who watch the server: what modules know of themselves, as Micrometer shows it. */
@NullMarked
package dev.tenure.app.meters;

import org.jspecify.annotations.NullMarked;
