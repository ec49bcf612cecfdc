package dev.tenure.transcode.plan;

/** What happens to a track: its packets are copied as they are, or it is decoded and encoded again. */
public enum Treatment {
    COPY,
    ENCODE
}
