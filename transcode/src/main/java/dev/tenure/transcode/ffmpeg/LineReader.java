package dev.tenure.transcode.ffmpeg;

import java.nio.charset.StandardCharsets;

/** Cuts a process's output into lines. The rest of a line that is longer than ours ever are is dropped. */
abstract class LineReader implements OutputReader {

    private static final int MAX_LINE = 256;

    private final StringBuilder line = new StringBuilder();

    @Override
    public final synchronized boolean read(byte[] buffer, int length) {
        String text = new String(buffer, 0, length, StandardCharsets.US_ASCII);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                take(line.toString().strip());
                line.setLength(0);
            } else if (line.length() < MAX_LINE) {
                line.append(c);
            }
        }
        return true;
    }

    /** Takes a line without its end. */
    abstract void take(String text);
}
