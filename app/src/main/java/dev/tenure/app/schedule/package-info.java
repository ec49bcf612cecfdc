/** When things run: Quartz, and only here. Modules say what there is to do. */
@NullMarked
package dev.tenure.app.schedule;

import org.jspecify.annotations.NullMarked;
