/** Zoom's cloud recordings. */
@NullMarked
package dev.tenure.ingest.handover.zoom;

import org.jspecify.annotations.NullMarked;
