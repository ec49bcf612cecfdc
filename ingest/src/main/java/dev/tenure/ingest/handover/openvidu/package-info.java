/** OpenVidu Meet. */
@NullMarked
package dev.tenure.ingest.handover.openvidu;

import org.jspecify.annotations.NullMarked;
