/** Jibri, which records meetings of Jitsi Meet into directories. */
@NullMarked
package dev.tenure.ingest.handover.jibri;

import org.jspecify.annotations.NullMarked;
