/** plugNmeet. */
@NullMarked
package dev.tenure.ingest.handover.plugnmeet;

import org.jspecify.annotations.NullMarked;
