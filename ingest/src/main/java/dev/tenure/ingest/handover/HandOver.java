package dev.tenure.ingest.handover;

import dev.tenure.catalog.ItemKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One file that can be fetched.
 *
 * @param key the source's own name for it: the same file has the same key however often and in whatever way it is told of
 * @param fileName to show; no path, and never a part of a key of ours
 * @param size bytes, when the source says; what is fetched must then have as many
 * @param recordedUntil when the recording ended; absent when the source does not say, or says what cannot be true: then a person has to
 * @param edition the set of files that it belongs to, where such a set can be made anew; absent when this file is never replaced
 */
public record HandOver(
        String key,
        ItemKind kind,
        String fileName,
        @Nullable Long size,
        MeetingFacts meeting,
        @Nullable Instant recordedUntil,
        Location location,
        @Nullable Edition edition) {

    /** Longer keys are replaced by their hash, so that they stay unique. */
    private static final int MAX_KEY = 400;

    /** The longest file name kept, in characters. */
    private static final int MAX_FILE_NAME = 255;

    public HandOver {
        key = key(key);
        fileName = fileName(fileName);
    }

    /** A file that is never replaced. */
    public HandOver(
            String key,
            ItemKind kind,
            String fileName,
            @Nullable Long size,
            MeetingFacts meeting,
            @Nullable Instant recordedUntil,
            Location location) {
        this(key, kind, fileName, size, meeting, recordedUntil, location, null);
    }

    /**
     * Files that are made together, and anew together. Once all files of the newest edition are here and verified, the items that it stands for go to the
     * trash; until then they stay. The key of such a file is its name in the set, {@code #}, and its version: so the same file may belong to several
     * editions.
     *
     * @param set the source's own name for it
     * @param name another for each making
     */
    public record Edition(String set, String name) {

        public Edition {
            set = HandOver.key(set);
        }
    }

    /** The key without the file's version: the same for what takes this file's place in another edition. */
    public String slot() {
        return key.replaceFirst("#[^#]*$", "");
    }

    static String key(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        if (clean.isBlank()) {
            throw new IllegalArgumentException("a file without a name of its own");
        }
        return clean.length() <= MAX_KEY ? clean : "sha256:" + hash(text);
    }

    /** The last part of a path, without what harms whoever is shown it. */
    static String fileName(String text) {
        String last = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        String clean = last.replaceAll("[\\p{Cntrl}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]", "")
                .strip();
        if (clean.length() > MAX_FILE_NAME) {
            clean = clean.substring(0, MAX_FILE_NAME);
        }
        return clean.isEmpty() || clean.equals(".") || clean.equals("..") ? "recording" : clean;
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
