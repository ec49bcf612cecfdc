package dev.tenure.ingest.inspect;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The containers that meeting recorders write, told by their first bytes. Detection libraries take an MP4 for QuickTime when they do not see
 * its name, and MPEG-TS for nothing at all; the decoder is later told the container explicitly, so it must be right.
 */
final class MediaSignature {

    private static final Set<String> ISO_MEDIA = Set.of("video/mp4", "video/quicktime", "audio/mp4");
    private static final Set<String> OTHERS =
            Set.of("application/ogg", "audio/wav", "video/x-msvideo", "audio/flac", "audio/mpeg", "video/mp2t");
    private static final int TS_PACKET = 188;

    private MediaSignature() {}

    static boolean isIsoMedia(String mediaType) {
        return ISO_MEDIA.contains(mediaType);
    }

    static boolean isMatroska(String mediaType) {
        return mediaType.equals("video/webm") || mediaType.equals("video/x-matroska");
    }

    /** Whether {@link #of} may have told it. */
    static boolean knows(String mediaType) {
        return isIsoMedia(mediaType) || isMatroska(mediaType) || OTHERS.contains(mediaType);
    }

    static Optional<String> of(byte[] head) {
        if (matches(head, 4, "ftyp") && head.length >= 12) {
            return Optional.of(brand(new String(head, 8, 4, StandardCharsets.ISO_8859_1)));
        }
        if (startsWith(head, 0x1a, 0x45, 0xdf, 0xa3)) {
            String start = new String(head, 0, Math.min(head.length, 64), StandardCharsets.ISO_8859_1);
            return Optional.of(start.contains("webm") ? "video/webm" : "video/x-matroska");
        }
        if (matches(head, 0, "OggS")) {
            return Optional.of("application/ogg");
        }
        if (matches(head, 0, "RIFF") && matches(head, 8, "WAVE")) {
            return Optional.of("audio/wav");
        }
        if (matches(head, 0, "RIFF") && matches(head, 8, "AVI ")) {
            return Optional.of("video/x-msvideo");
        }
        if (matches(head, 0, "fLaC")) {
            return Optional.of("audio/flac");
        }
        if (matches(head, 0, "ID3") || startsWith(head, 0xff, 0xfb) || startsWith(head, 0xff, 0xf3)) {
            return Optional.of("audio/mpeg");
        }
        if (head.length > 2 * TS_PACKET && head[0] == 0x47 && head[TS_PACKET] == 0x47 && head[2 * TS_PACKET] == 0x47) {
            return Optional.of("video/mp2t");
        }
        return Optional.empty();
    }

    private static String brand(String brand) {
        return switch (brand) {
            case "qt  " -> "video/quicktime";
            case "M4A ", "M4B " -> "audio/mp4";
            default -> "video/mp4";
        };
    }

    private static boolean matches(byte[] head, int offset, String text) {
        byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= offset + wanted.length
                && java.util.Arrays.equals(head, offset, offset + wanted.length, wanted, 0, wanted.length);
    }

    private static boolean startsWith(byte[] head, int... wanted) {
        if (head.length < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if ((head[i] & 0xff) != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
