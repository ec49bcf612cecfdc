/**
 * The JSON of documents that are hashed or signed: strict to read, one text form to write.
 *
 * <p>Nouns: {@link dev.tenure.retention.json.JsonValue}, {@link dev.tenure.retention.json.StrictJson} (reads),
 * {@link dev.tenure.retention.json.ObjectReader} (takes a document apart and refuses what it does not know). The only
 * package of this module that uses Jackson.
 */
@NullMarked
package dev.tenure.retention.json;

import org.jspecify.annotations.NullMarked;
