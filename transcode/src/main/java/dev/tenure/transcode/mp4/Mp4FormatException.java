package dev.tenure.transcode.mp4;

/** A file is not laid out as our encoder lays files out; the message says where it differs. */
public final class Mp4FormatException extends RuntimeException {

    public Mp4FormatException(String message) {
        super(message);
    }

    /** For a box whose inside points beyond its end. */
    Mp4FormatException(RuntimeException outside) {
        super("a box points beyond its end", outside);
    }
}
