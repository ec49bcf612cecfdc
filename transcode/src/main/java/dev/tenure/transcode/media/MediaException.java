package dev.tenure.transcode.media;

/** Carries a {@link MediaFailure} out of media work. Outputs finished before it are complete and stay. */
public final class MediaException extends RuntimeException {

    private final transient MediaFailure failure;
    private final String lastLines;

    public MediaException(MediaFailure failure) {
        this(failure, "");
    }

    /**
     * A failure of which a tool had something to say.
     *
     * @param lastLines the end of its error output, free of paths and addresses; some twenty lines at most
     */
    public MediaException(MediaFailure failure, String lastLines) {
        super(failure.reason());
        this.failure = failure;
        this.lastLines = lastLines;
    }

    public MediaException(MediaFailure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
        this.lastLines = "";
    }

    public MediaFailure failure() {
        return failure;
    }

    /** What the tool said last, for whoever runs it; empty when no tool spoke. */
    public String lastLines() {
        return lastLines;
    }
}
