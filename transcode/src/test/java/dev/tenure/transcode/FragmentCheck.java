package dev.tenure.transcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Reads the fragments of a file as a player does (ISO/IEC 14496-12), apart from the code that arranges them. */
final class FragmentCheck {

    private static final int IDR = 5;
    private static final int SLICE = 1;

    private final ByteBuffer file;

    /** Clock of each track by its id, and which of them is the picture. */
    private final Map<Integer, Long> timescales = new HashMap<>();

    private int picture = -1;

    private record Box(String type, int at, int content, int end) {}

    /** The first box of each type. */
    private record Parts(Map<String, Box> byType) {

        Box get(String type) {
            return Objects.requireNonNull(byType.get(type), type);
        }
    }

    FragmentCheck(byte[] bytes, int initFrom, int initTo) {
        file = ByteBuffer.wrap(bytes);
        Parts init = boxes(initFrom, initTo);
        assertThat(init.byType().keySet()).as("initialisation section").containsExactly("ftyp", "moov");
        Box moov = init.get("moov");
        assertThat(boxes(moov.content(), moov.end()).byType())
                .as("announces fragments")
                .containsKey("mvex");
        for (int at = moov.content(); at < moov.end(); ) {
            Box box = box(at, moov.end());
            if (box.type().equals("trak")) {
                track(box);
            }
            at = box.end();
        }
        assertThat(timescales).isNotEmpty();
    }

    private void track(Box trak) {
        Parts parts = boxes(trak.content(), trak.end());
        int header = parts.get("tkhd").content();
        int id = file.getInt(header + (file.get(header) == 1 ? 20 : 12));
        Parts media = boxes(parts.get("mdia").content(), parts.get("mdia").end());
        int clock = media.get("mdhd").content();
        timescales.put(id, (long) file.getInt(clock + (file.get(clock) == 1 ? 20 : 12)));
        if (text(media.get("hdlr").content() + 8).equals("vide")) {
            picture = id;
        }
    }

    /** Whole fragments from one place to another, of which the first can be decoded alone; returns its time in seconds. */
    double segment(int from, int to) {
        double start = -1;
        for (int at = from; at < to; ) {
            Box moof = box(at, to);
            assertThat(moof.type()).isEqualTo("moof");
            Box data = box(moof.end(), to);
            assertThat(data.type()).isEqualTo("mdat");
            if (at == from) {
                start = first(moof, data);
            }
            at = data.end();
        }
        return start;
    }

    private double first(Box moof, Box data) {
        double shown = -1;
        double earliest = Double.MAX_VALUE;
        for (int at = moof.content(); at < moof.end(); ) {
            Box traf = box(at, moof.end());
            at = traf.end();
            if (!traf.type().equals("traf")) {
                continue;
            }
            Parts parts = boxes(traf.content(), traf.end());
            int track = file.getInt(parts.get("tfhd").content() + 4);
            int decode = parts.get("tfdt").content();
            long ticks = file.get(decode) == 1 ? file.getLong(decode + 4) : file.getInt(decode + 4);
            double seconds = (double) ticks / Objects.requireNonNull(timescales.get(track));
            earliest = Math.min(earliest, seconds);
            if (track == picture) {
                shown = seconds;
                int run = parts.get("trun").content();
                assertThat(file.getInt(run) & 1).as("says where its data is").isOne();
                int sample = moof.at() + file.getInt(run + 8);
                assertThat(sample).isBetween(data.content(), data.end() - 1);
                assertThat(firstSlice(sample))
                        .as("the first picture of a segment is an IDR")
                        .isEqualTo(IDR);
            }
        }
        return shown >= 0 ? shown : earliest;
    }

    /** The type of the first slice behind parameter sets and other words (ITU-T H.264, 7.4.1). */
    private int firstSlice(int at) {
        int type;
        do {
            int length = file.getInt(at);
            type = file.get(at + 4) & 0x1F;
            at += 4 + length;
        } while (type != SLICE && type != IDR);
        return type;
    }

    /** Behind the last segment the outer box ends, and with it the file. */
    void nothingLeft(int at) {
        assertThat(at).as("bytes that no segment has").isEqualTo(file.capacity());
    }

    private Parts boxes(int from, int to) {
        Map<String, Box> boxes = new LinkedHashMap<>();
        for (int at = from; at < to; ) {
            Box box = box(at, to);
            boxes.putIfAbsent(box.type(), box);
            at = box.end();
        }
        return new Parts(boxes);
    }

    private Box box(int at, int limit) {
        assertThat(at + 8).as("a box at %d", at).isLessThanOrEqualTo(limit);
        long size = Integer.toUnsignedLong(file.getInt(at));
        int header = 8;
        if (size == 1) {
            size = file.getLong(at + 8);
            header = 16;
        }
        assertThat(size).as("size of %s at %d", text(at + 4), at).isBetween((long) header, (long) limit - at);
        return new Box(text(at + 4), at, at + header, (int) (at + size));
    }

    private String text(int at) {
        byte[] code = new byte[4];
        file.get(at, code);
        return new String(code, StandardCharsets.ISO_8859_1);
    }
}
