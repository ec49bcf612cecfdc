package dev.tenure.transcode.media;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A file format that meeting recorders make, with the only demuxer we let loose on it. Formats that name other files
 * (playlists, concat scripts) are absent on purpose; the subtitles that an AVI may embed are text to its demuxer and
 * name nothing.
 */
public enum Container {
    MP4("mov"),
    MATROSKA("matroska"),
    AVI("avi"),
    FLV("flv"),
    OGG("ogg"),
    MPEG_TS("mpegts"),
    WAV("wav"),
    MP3("mp3"),
    FLAC("flac"),
    AAC("aac");

    /** Bytes of a file's beginning that {@link #sniff} wants; fewer are looked at as far as they go. */
    public static final int SNIFF_BYTES = 512;

    private static final int TS_PACKET = 188;

    private final String demuxer;

    Container(String demuxer) {
        this.demuxer = demuxer;
    }

    /** The demuxer's name as ffmpeg's {@code -f} and {@code -format_whitelist} know it. */
    public String demuxer() {
        return demuxer;
    }

    /** Whether a length told for such a file is a guess from its bit rate or its ends, so that only reading it all tells. */
    public boolean guessesLength() {
        return switch (this) {
            case MP3, AAC, FLV, MPEG_TS -> true;
            case MP4, MATROSKA, AVI, OGG, WAV, FLAC -> false;
        };
    }

    /**
     * Recognises a container by its magic bytes; never by name. Empty means: not something we decode.
     *
     * @param head the file's first bytes, up to {@link #SNIFF_BYTES}
     */
    public static Optional<Container> sniff(byte[] head) {
        if (has(head, 0, 0x1A, 0x45, 0xDF, 0xA3)) {
            return Optional.of(MATROSKA);
        }
        if (isIsoMedia(head)) {
            return Optional.of(MP4);
        }
        if (text(head, 0, "OggS")) {
            return Optional.of(OGG);
        }
        // RF64 is a WAV of more than 4 GiB (EBU Tech 3306).
        if ((text(head, 0, "RIFF") || text(head, 0, "RF64")) && text(head, 8, "WAVE")) {
            return Optional.of(WAV);
        }
        if (text(head, 0, "RIFF") && text(head, 8, "AVI ")) {
            return Optional.of(AVI);
        }
        if (text(head, 0, "FLV") && has(head, 3, 1)) {
            return Optional.of(FLV);
        }
        if (text(head, 0, "fLaC")) {
            return Optional.of(FLAC);
        }
        if (has(head, 0, 0x47) && has(head, TS_PACKET, 0x47) && has(head, 2 * TS_PACKET, 0x47)) {
            return Optional.of(MPEG_TS);
        }
        if (text(head, 0, "ID3")) {
            return Optional.of(MP3);
        }
        if (head.length > 1 && (head[0] & 0xFF) == 0xFF) {
            // Frame sync: layer bits 00 are ADTS, 01 is MPEG layer III.
            if ((head[1] & 0xF6) == 0xF0) {
                return Optional.of(AAC);
            }
            if ((head[1] & 0xE6) == 0xE2) {
                return Optional.of(MP3);
            }
        }
        return Optional.empty();
    }

    private static boolean isIsoMedia(byte[] head) {
        // QuickTime files older than the ftyp box start with one of the others.
        return text(head, 4, "ftyp")
                || text(head, 4, "moov")
                || text(head, 4, "mdat")
                || text(head, 4, "wide")
                || text(head, 4, "styp");
    }

    private static boolean text(byte[] head, int at, String magic) {
        byte[] wanted = magic.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < wanted.length; i++) {
            if (!has(head, at + i, wanted[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(byte[] head, int at, int... magic) {
        if (head.length < at + magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[at + i] & 0xFF) != (magic[i] & 0xFF)) {
                return false;
            }
        }
        return true;
    }
}
