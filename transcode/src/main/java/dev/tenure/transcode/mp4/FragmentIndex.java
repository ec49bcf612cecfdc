package dev.tenure.transcode.mp4;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fragments inside the outer {@code mdat} of a file made by our encoder, read from the boxes themselves.
 *
 * @param init the initialisation section: {@code ftyp} and a {@code moov} that announces fragments
 * @param fragments in file order, without a gap between them
 * @param endMicros end of the longest track in microseconds
 * @param fileBytes size of the file
 * @param codecs what its tracks are called in playlists (RFC 6381); empty where that is not known
 */
public record FragmentIndex(
        ByteRange init, List<Fragment> fragments, long endMicros, long fileBytes, List<String> codecs) {

    private static final long MICROS = 1_000_000;

    private static final int TFHD_BASE_DATA_OFFSET = 0x1;
    private static final int TFHD_DESCRIPTION = 0x2;
    private static final int TFHD_DURATION = 0x8;
    private static final int TFHD_SIZE = 0x10;
    private static final int TFHD_FLAGS = 0x20;
    private static final int TRUN_DATA_OFFSET = 0x1;
    private static final int TRUN_FIRST_FLAGS = 0x4;
    private static final int TRUN_DURATION = 0x100;
    private static final int TRUN_SIZE = 0x200;
    private static final int TRUN_FLAGS = 0x400;
    private static final int NON_SYNC = 0x10000;

    public FragmentIndex {
        fragments = List.copyOf(fragments);
        codecs = List.copyOf(codecs);
    }

    private record Track(int id, boolean picture, long timescale, long duration, int defaultFlags) {

        long micros(long ticks) {
            return Math.multiplyExact(ticks, MICROS) / timescale;
        }
    }

    /** Reads the file's boxes, never its samples. */
    public static FragmentIndex read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            List<Box> top = Box.walk(channel, 0, channel.size());
            Box moov = only(top, "moov");
            Box mdat = only(top, "mdat");
            if (moov.offset() > mdat.offset()) {
                throw new Mp4FormatException("the moov is behind the media data");
            }
            List<Box> inner = Box.walk(channel, mdat.contentOffset(), mdat.end());
            if (inner.size() < 4
                    || !inner.get(0).type().equals("ftyp")
                    || !inner.get(1).type().equals("moov")) {
                throw new Mp4FormatException("no initialisation section inside the media data");
            }
            ByteRange init = new ByteRange(
                    inner.get(0).offset(), inner.get(0).size() + inner.get(1).size());
            Map<Integer, Track> whole = tracks(moov.load(channel));
            ByteBuffer announcing = inner.get(1).load(channel);
            Map<Integer, Track> announced = tracks(announcing);
            long end = 0;
            for (Track track : whole.values()) {
                end = Math.max(end, track.micros(track.duration()));
            }
            List<Fragment> fragments = fragments(channel, inner.subList(2, inner.size()), announced);
            return new FragmentIndex(init, fragments, end, channel.size(), CodecNames.of(announcing));
        } catch (IndexOutOfBoundsException | ArithmeticException outside) {
            throw new Mp4FormatException(outside);
        }
    }

    private static List<Fragment> fragments(FileChannel channel, List<Box> boxes, Map<Integer, Track> tracks)
            throws IOException {
        List<Fragment> fragments = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i += 2) {
            Box moof = boxes.get(i);
            if (i + 1 == boxes.size()
                    || !moof.type().equals("moof")
                    || !boxes.get(i + 1).type().equals("mdat")) {
                throw new Mp4FormatException("not moof and mdat in turn at " + moof.offset());
            }
            ByteRange range =
                    new ByteRange(moof.offset(), moof.size() + boxes.get(i + 1).size());
            fragments.add(fragment(moof.load(channel), range, tracks));
        }
        return fragments;
    }

    private static Fragment fragment(ByteBuffer moof, ByteRange range, Map<Integer, Track> tracks) {
        long start = Long.MAX_VALUE;
        long pictureStart = -1;
        boolean independent = true;
        for (Box traf : children(moof, Box.walk(moof, 0, moof.limit()).getFirst())) {
            if (!traf.type().equals("traf")) {
                continue;
            }
            List<Box> parts = children(moof, traf);
            Box tfhd = only(parts, "tfhd");
            Track track = tracks.get(moof.getInt((int) tfhd.contentOffset() + 4));
            if (track == null) {
                throw new Mp4FormatException("a fragment of an unannounced track at " + range.offset());
            }
            long at = track.micros(decodeTime(moof, only(parts, "tfdt")));
            start = Math.min(start, at);
            if (track.picture()) {
                pictureStart = at;
                independent = startsInSync(moof, tfhd, find(parts, "trun"), track.defaultFlags());
            }
        }
        if (start == Long.MAX_VALUE) {
            throw new Mp4FormatException("an empty fragment at " + range.offset());
        }
        return new Fragment(range, pictureStart >= 0 ? pictureStart : start, independent);
    }

    private static long decodeTime(ByteBuffer moof, Box tfdt) {
        int at = (int) tfdt.contentOffset();
        return moof.get(at) == 1 ? moof.getLong(at + 4) : Integer.toUnsignedLong(moof.getInt(at + 4));
    }

    /** Whether the first sample is a key frame: its own flags, else the fragment's, else the track's (8.8.7, 8.8.8). */
    private static boolean startsInSync(ByteBuffer moof, Box tfhd, @Nullable Box trun, int trackFlags) {
        int flags = trackFlags;
        int tfhdAt = (int) tfhd.contentOffset();
        int tfhdHas = moof.getInt(tfhdAt) & 0xFFFFFF;
        if ((tfhdHas & TFHD_FLAGS) != 0) {
            int skip = 8
                    + ((tfhdHas & TFHD_BASE_DATA_OFFSET) != 0 ? 8 : 0)
                    + ((tfhdHas & TFHD_DESCRIPTION) != 0 ? 4 : 0)
                    + ((tfhdHas & TFHD_DURATION) != 0 ? 4 : 0)
                    + ((tfhdHas & TFHD_SIZE) != 0 ? 4 : 0);
            flags = moof.getInt(tfhdAt + skip);
        }
        if (trun != null) {
            int trunAt = (int) trun.contentOffset();
            int trunHas = moof.getInt(trunAt) & 0xFFFFFF;
            int first = trunAt + 8 + ((trunHas & TRUN_DATA_OFFSET) != 0 ? 4 : 0);
            if ((trunHas & TRUN_FIRST_FLAGS) != 0) {
                flags = moof.getInt(first);
            } else if ((trunHas & TRUN_FLAGS) != 0) {
                flags = moof.getInt(
                        first + ((trunHas & TRUN_DURATION) != 0 ? 4 : 0) + ((trunHas & TRUN_SIZE) != 0 ? 4 : 0));
            }
        }
        return (flags & NON_SYNC) == 0;
    }

    private static Map<Integer, Track> tracks(ByteBuffer moov) {
        Box root = Box.walk(moov, 0, moov.limit()).getFirst();
        Map<Integer, Integer> defaultFlags = new HashMap<>();
        Map<Integer, Track> tracks = new HashMap<>();
        Box mvex = find(children(moov, root), "mvex");
        if (mvex != null) {
            for (Box trex : children(moov, mvex)) {
                if (trex.type().equals("trex")) {
                    int at = (int) trex.contentOffset();
                    defaultFlags.put(moov.getInt(at + 4), moov.getInt(at + 20));
                }
            }
        }
        for (Box trak : children(moov, root)) {
            if (trak.type().equals("trak")) {
                Track track = track(moov, trak, defaultFlags);
                tracks.put(track.id(), track);
            }
        }
        return tracks;
    }

    private static Track track(ByteBuffer moov, Box trak, Map<Integer, Integer> defaultFlags) {
        List<Box> parts = children(moov, trak);
        int tkhd = (int) only(parts, "tkhd").contentOffset();
        int id = moov.getInt(tkhd + (moov.get(tkhd) == 1 ? 20 : 12));
        List<Box> media = children(moov, only(parts, "mdia"));
        byte[] handler = new byte[4];
        moov.get((int) only(media, "hdlr").contentOffset() + 8, handler);
        int mdhd = (int) only(media, "mdhd").contentOffset();
        boolean wide = moov.get(mdhd) == 1;
        long timescale = Integer.toUnsignedLong(moov.getInt(mdhd + (wide ? 20 : 12)));
        long duration = wide ? moov.getLong(mdhd + 24) : Integer.toUnsignedLong(moov.getInt(mdhd + 16));
        if (timescale == 0) {
            throw new Mp4FormatException("a track without a clock");
        }
        boolean picture = new String(handler, StandardCharsets.ISO_8859_1).equals("vide");
        return new Track(id, picture, timescale, duration, defaultFlags.getOrDefault(id, 0));
    }

    private static List<Box> children(ByteBuffer buffer, Box box) {
        return Box.walk(buffer, (int) box.contentOffset(), (int) box.end());
    }

    private static Box only(List<Box> boxes, String type) {
        Box found = find(boxes, type);
        if (found == null) {
            throw new Mp4FormatException("no " + type);
        }
        return found;
    }

    private static @Nullable Box find(List<Box> boxes, String type) {
        return boxes.stream().filter(box -> box.type().equals(type)).findFirst().orElse(null);
    }
}
