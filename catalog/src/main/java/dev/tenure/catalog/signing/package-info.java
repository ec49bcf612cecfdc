/**
 * Signs documents with the installation's Ed25519 key and checks such signatures offline.
 *
 * <p>Nouns: {@link dev.tenure.catalog.signing.SigningKey}, the private key in its file;
 * {@link dev.tenure.catalog.signing.SignedDocument}, a document beside its signature. Uses the JDK's own
 * cryptography only.
 */
@NullMarked
package dev.tenure.catalog.signing;

import org.jspecify.annotations.NullMarked;
