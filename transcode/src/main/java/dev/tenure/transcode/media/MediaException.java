package dev.tenure.transcode.media;

/** Carries a {@link MediaFailure} out of media work. Outputs finished before it are complete and stay. */
public final class MediaException extends RuntimeException {

    private final transient MediaFailure failure;

    public MediaException(MediaFailure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    public MediaException(MediaFailure failure, Throwable cause) {
        super(failure.reason(), cause);
        this.failure = failure;
    }

    public MediaFailure failure() {
        return failure;
    }
}
