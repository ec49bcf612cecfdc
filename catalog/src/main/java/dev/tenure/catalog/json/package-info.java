/**
 * The JSON of documents that are hashed or signed: strict to read, one text form to write.
 *
 * <p>Nouns: {@link dev.tenure.catalog.json.JsonValue}, {@link dev.tenure.catalog.json.StrictJson} (reads),
 * {@link dev.tenure.catalog.json.ObjectReader} (takes a document apart and refuses what it does not know). Uses
 * Jackson's parser, and nothing else of the catalog.
 */
@NullMarked
package dev.tenure.catalog.json;

import org.jspecify.annotations.NullMarked;
