/** All adapters there are. */
@NullMarked
package dev.tenure.ingest.handover.adapters;

import org.jspecify.annotations.NullMarked;
