package dev.tenure.ingest.notice;

/** Names a registered notice. */
public record NoticeRef(String name, int version, String language) {}
