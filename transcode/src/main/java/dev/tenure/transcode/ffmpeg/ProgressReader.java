package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * Reads ffmpeg's {@code -progress} lines ({@code key=value}, a block ends with {@code progress=}). A block in which
 * neither media time nor size nor frames grew is no progress: ffmpeg keeps printing while a decoder hangs.
 */
final class ProgressReader implements OutputReader {

    /** Longest line looked at; ffmpeg's are far shorter, and the rest of a longer one is dropped. */
    private static final int MAX_LINE = 256;

    private final Duration total;
    private final Progress progress;
    private final StringBuilder line = new StringBuilder();
    private long outMicros;
    private long size;
    private long frames;
    private double speed;
    private double fraction;
    private boolean grew;

    ProgressReader(Duration total, Progress progress) {
        this.total = total;
        this.progress = progress;
    }

    @Override
    public synchronized boolean read(byte[] buffer, int length) {
        grew = false;
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
        return grew;
    }

    /** Media time written so far. */
    synchronized Duration outTime() {
        return Duration.ofNanos(outMicros * 1000);
    }

    private void take(String text) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            return;
        }
        String value = text.substring(equals + 1).strip();
        switch (text.substring(0, equals)) {
            case "out_time_us" -> outMicros = grown(outMicros, value);
            case "total_size" -> size = grown(size, value);
            case "frame" -> frames = grown(frames, value);
            case "speed" -> speed = speed(value);
            case "progress" -> report(value.equals("end"));
            default -> {}
        }
    }

    private void report(boolean end) {
        double micros = total.toNanos() / 1000.0;
        double reached = micros > 0 ? Math.min(1, outMicros / micros) : 0;
        fraction = end ? 1 : Math.max(fraction, reached);
        grew |= end;
        progress.at(fraction, speed);
    }

    private long grown(long before, String value) {
        try {
            long now = Long.parseLong(value);
            grew |= now > before;
            return Math.max(before, now);
        } catch (NumberFormatException notYetKnown) {
            return before;
        }
    }

    private double speed(String value) {
        try {
            return Double.parseDouble(
                    value.toLowerCase(Locale.ROOT).replace("x", "").strip());
        } catch (NumberFormatException notYetKnown) {
            return speed;
        }
    }
}
