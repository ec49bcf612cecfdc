/** One recording's whole life, shown and checked, by the public API. */
@NullMarked
package dev.tenure.app.demo;

import org.jspecify.annotations.NullMarked;
