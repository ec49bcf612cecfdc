package dev.tenure.ingest.notice;

import dev.tenure.catalog.NoticeId;
import java.time.Instant;

/** A notice, and when it was first shown or played. */
public record Shown(NoticeId notice, Instant at) {}
