/** The command line. */
@NullMarked
package dev.tenure.app.cli;

import org.jspecify.annotations.NullMarked;
