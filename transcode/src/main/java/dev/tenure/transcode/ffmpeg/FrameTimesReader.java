package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Reads ffprobe's compact lines about the packets of one track as they come, and keeps what a cut needs: a day of frames is millions of lines. */
final class FrameTimesReader implements OutputReader {

    private static final int MAX_LINE = 1024;
    private static final String PACKET = "packet";
    private static final String STREAM = "stream";
    private static final String FORMAT = "format";

    private final StringBuilder line = new StringBuilder();
    private final List<Long> keys = new ArrayList<>();
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private long widest;
    private long count;
    private boolean timed = true;
    private long numerator;
    private long denominator;
    private long startMicros;
    private String setup = "";

    @Override
    public synchronized boolean read(byte[] buffer, int length) {
        String text = new String(buffer, 0, length, StandardCharsets.US_ASCII);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                take(line.toString().strip().split("\\|", -1));
                line.setLength(0);
            } else if (line.length() < MAX_LINE) {
                line.append(c);
            }
        }
        return true;
    }

    synchronized FrameTimes times() {
        if (numerator < 1 || denominator < 1) {
            throw new MediaException(new MediaFailure.RefusedInput("the probe's answer has no clock"));
        }
        if (count == 0) {
            first = 0;
            last = 0;
        }
        return new FrameTimes(numerator, denominator, startMicros, first, last, count, timed, spaced(), setup);
    }

    /** The longest time between two frames; empty where they do not all say when they are shown. */
    synchronized Optional<Duration> widestGap() {
        FrameTimes times = times();
        return times.timed() && count > 1
                ? Optional.of(Duration.of(times.micros(widest), ChronoUnit.MICROS))
                : Optional.empty();
    }

    private void take(String[] parts) {
        switch (parts[0]) {
            case PACKET -> packet(value(parts, "pts"), value(parts, "flags"));
            case STREAM -> stream(value(parts, "time_base"), value(parts, "extradata_hash"));
            case FORMAT -> startMicros = micros(value(parts, "start_time"));
            default -> {}
        }
    }

    private void packet(String pts, String flags) {
        if (flags.contains("D")) {
            // Outside of what the container says is to be shown.
            return;
        }
        count++;
        try {
            long at = Long.parseLong(pts);
            if (count > 1 && last != Long.MIN_VALUE) {
                // Frames that are sent out of order make it look wider by a few, never narrower.
                widest = Math.max(widest, at - last);
            }
            first = Math.min(first, at);
            last = Math.max(last, at);
            if (flags.startsWith("K")) {
                keys.add(at);
            }
        } catch (NumberFormatException none) {
            timed = false;
        }
    }

    private void stream(String timeBase, String hash) {
        String[] parts = timeBase.split("/", -1);
        if (parts.length == 2) {
            numerator = number(parts[0]);
            denominator = number(parts[1]);
        }
        setup = hash;
    }

    /** Of a source in which every frame is a key frame a day would be millions: one a second is enough to cut at. */
    private List<Long> spaced() {
        Collections.sort(keys);
        List<Long> spaced = new ArrayList<>();
        long second = Math.max(1, denominator / numerator);
        for (long key : keys) {
            if (spaced.isEmpty() || key - spaced.getLast() >= second) {
                spaced.add(key);
            }
        }
        return spaced;
    }

    private static String value(String[] parts, String name) {
        for (String part : parts) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return "";
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private static long micros(String seconds) {
        try {
            return Math.round(Double.parseDouble(seconds) * 1_000_000);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
