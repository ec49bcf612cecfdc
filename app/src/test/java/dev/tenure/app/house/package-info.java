/** The walls of the house, checked. */
@NullMarked
package dev.tenure.app.house;

import org.jspecify.annotations.NullMarked;
