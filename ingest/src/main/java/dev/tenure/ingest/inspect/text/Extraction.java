package dev.tenure.ingest.inspect.text;

/** What became of the attempt to take text out of a document. */
public sealed interface Extraction {

    /**
     * There is text.
     *
     * @param cut whether there would have been more than is kept
     */
    record Text(String text, boolean cut) implements Extraction {}

    /** The document holds no text. */
    record Empty() implements Extraction {}

    /** Nobody takes text out of this type. */
    record NotSupported(String mediaType) implements Extraction {}

    /**
     * The parser ended early.
     *
     * @param again whether another try could end otherwise: it was out of time, and the machine may just have been busy
     */
    record Failed(String reason, boolean again) implements Extraction {}
}
