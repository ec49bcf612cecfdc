package dev.tenure.transcode.job;

import dev.tenure.transcode.media.Progress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that shows how far it is read and ends its reader when its work is cancelled. */
final class WatchedStream extends FilterInputStream {

    private final Runnable checkpoint;
    private final Progress progress;
    private final long total;
    private long done;

    WatchedStream(InputStream in, Runnable checkpoint, Progress progress, long done, long total) {
        super(in);
        this.checkpoint = checkpoint;
        this.progress = progress;
        this.done = done;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        advance(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        advance(Math.max(count, 0));
        return count;
    }

    private void advance(int count) {
        checkpoint.run();
        done += count;
        progress.at((double) done / total, 0);
    }
}
