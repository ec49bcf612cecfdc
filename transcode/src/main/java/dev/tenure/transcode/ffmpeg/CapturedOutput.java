package dev.tenure.transcode.ffmpeg;

import java.io.ByteArrayOutputStream;

/** Keeps a process's output up to a limit and drops the rest, so that a talkative process is still drained. */
final class CapturedOutput implements OutputReader {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean overflown;

    CapturedOutput(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized boolean read(byte[] buffer, int length) {
        int room = limit - kept.size();
        overflown |= length > room;
        kept.write(buffer, 0, Math.min(room, length));
        return true;
    }

    synchronized boolean overflown() {
        return overflown;
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }
}
