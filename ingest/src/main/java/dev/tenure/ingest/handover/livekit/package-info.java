/** LiveKit's egress, and OpenVidu 3 without Meet, which is the same. */
@NullMarked
package dev.tenure.ingest.handover.livekit;

import org.jspecify.annotations.NullMarked;
