/**
 * Text out of documents of strangers. Parsers of such formats are large and have holes, so they run in a JVM of their own that has one document, a
 * bounded heap, a bounded time, no environment and no network, and whose end harms nobody.
 *
 * <p>Configuration: {@link dev.tenure.ingest.inspect.text.TextSettings}. A child reads its document from standard input and writes text to standard
 * output; a private directory takes what its parsers put aside, and goes with it.
 */
@NullMarked
package dev.tenure.ingest.inspect.text;

import org.jspecify.annotations.NullMarked;
