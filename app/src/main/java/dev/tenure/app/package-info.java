/** Where everything comes together: one program, its command line, its schedule, and the parts it brings for one machine. */
@NullMarked
package dev.tenure.app;

import org.jspecify.annotations.NullMarked;
