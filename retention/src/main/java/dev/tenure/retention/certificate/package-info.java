/**
 * Signs documents with the installation's Ed25519 key and checks such signatures offline.
 *
 * <p>Nouns: {@link dev.tenure.retention.certificate.SigningKey}, the private key in its file;
 * {@link dev.tenure.retention.certificate.SignedDocument}, a document beside its signature. Uses the JDK's own
 * cryptography only.
 */
@NullMarked
package dev.tenure.retention.certificate;

import org.jspecify.annotations.NullMarked;
