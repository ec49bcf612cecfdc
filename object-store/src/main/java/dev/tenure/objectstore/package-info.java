/**
 * Bytes by key in S3-compatible buckets, sealed before they leave the process. Knows no items: keys and bindings are given by whoever stores.
 *
 * <p>Nouns: {@link dev.tenure.objectstore.ObjectStore} is the port; {@link dev.tenure.objectstore.ObjectKey} names bytes, {@link
 * dev.tenure.objectstore.ObjectVersion} one version or delete marker of them, {@link dev.tenure.objectstore.MultipartUpload} bytes that are
 * still arriving. The sealed format and the keys live in {@code sealing}; the AWS SDK is imported in {@code s3} only.
 */
@NullMarked
package dev.tenure.objectstore;

import org.jspecify.annotations.NullMarked;
