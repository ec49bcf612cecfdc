package dev.tenure.objectstore;

/** An object whose parts are still arriving. Both fields together name it, also after a restart of any process. */
public record MultipartUpload(ObjectKey key, String uploadId) {}
