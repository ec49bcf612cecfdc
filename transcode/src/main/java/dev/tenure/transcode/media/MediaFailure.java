package dev.tenure.transcode.media;

import java.time.Duration;

/** Why media work did not come to its end; each case says whether to retry, whose fault it is and what to do now. */
public sealed interface MediaFailure {

    /** Whose doing a failure is. */
    enum Fault {
        SOURCE,
        OURS,
        NOBODY
    }

    /** What happened, in one line fit for an operator and a host; free of paths. */
    String reason();

    /** Whether the same work may succeed when tried again unchanged. */
    boolean retryable();

    Fault fault();

    /** What to do now. */
    String hint();

    /** The decoder or demuxer would not take the source. */
    record RefusedInput(String reason) implements MediaFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Fault fault() {
            return Fault.SOURCE;
        }

        @Override
        public String hint() {
            return "Keep the original for download; ask for a new export if it does not play.";
        }
    }

    /** A time limit was reached: on the wall clock, without progress, or in processor seconds. */
    record TimedOut(String what, Duration limit) implements MediaFailure {
        @Override
        public String reason() {
            return "ran longer than its limit of " + limit.toSeconds() + " s (" + what + ")";
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Fault fault() {
            return Fault.NOBODY;
        }

        @Override
        public String hint() {
            return "Try again once; a second time means that the source is too demanding for this machine.";
        }
    }

    /** Somebody asked for the work to stop. */
    record Cancelled() implements MediaFailure {
        @Override
        public String reason() {
            return "cancelled";
        }

        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Fault fault() {
            return Fault.NOBODY;
        }

        @Override
        public String hint() {
            return "Finished outputs are kept; start again to make the missing ones.";
        }
    }

    /** ffmpeg or ffprobe is not there, does not start, or lacks what the recipe needs. */
    record ToolMissing(String reason) implements MediaFailure {
        @Override
        public boolean retryable() {
            return false;
        }

        @Override
        public Fault fault() {
            return Fault.OURS;
        }

        @Override
        public String hint() {
            return "Check the configured ffmpeg and ffprobe on this machine.";
        }
    }

    /** The work directory's disk is full. */
    record OutOfDisk(String reason) implements MediaFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Fault fault() {
            return Fault.OURS;
        }

        @Override
        public String hint() {
            return "Free space in the work directory: a render needs about twice the size of its output.";
        }
    }

    /** The process ended by a signal that was not ours, a crash or the kernel's out-of-memory killer. */
    record Crashed(String reason) implements MediaFailure {
        @Override
        public boolean retryable() {
            return true;
        }

        @Override
        public Fault fault() {
            return Fault.NOBODY;
        }

        @Override
        public String hint() {
            return "Try again once; a second time means that the source breaks the decoder.";
        }
    }
}
