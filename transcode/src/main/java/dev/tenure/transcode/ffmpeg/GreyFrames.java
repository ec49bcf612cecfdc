package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.look.Looking;

/** Cuts a process's output into frames and hands each on; an unfinished last one is dropped. */
final class GreyFrames implements OutputReader {

    private final Looking looking;
    private byte[] frame = new byte[Looking.WIDTH * Looking.HEIGHT];
    private int filled;

    GreyFrames(Looking looking) {
        this.looking = looking;
    }

    @Override
    public boolean read(byte[] buffer, int length) {
        int taken = 0;
        while (taken < length) {
            int part = Math.min(length - taken, frame.length - filled);
            System.arraycopy(buffer, taken, frame, filled, part);
            taken += part;
            filled += part;
            if (filled == frame.length) {
                looking.take(frame);
                frame = new byte[frame.length];
                filled = 0;
            }
        }
        return true;
    }
}
