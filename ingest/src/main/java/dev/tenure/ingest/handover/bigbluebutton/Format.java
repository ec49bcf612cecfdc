package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of one recording in one format, wherever they lie: in a directory, or in an archive.
 *
 * @param format as BigBlueButton calls it, or {@code raw}
 * @param id the recording's
 */
record Format(String format, String id, List<Piece> pieces) {

    static final String METADATA = "metadata.xml";
    static final String RAW = "raw";

    /** Encodings of the same video beside each other, the one that plays everywhere first. */
    private static final List<String> TWINS = List.of("mp4", "m4v", "webm");

    private static final Pattern NOTES = Pattern.compile("(.*/)?notes\\.(pdf|html|txt|odt|doc|docx|etherpad|md)");
    private static final Pattern SLIDE = Pattern.compile("presentation/.*\\.(png|jpe?g|svg|pdf)");

    /**
     * A file.
     *
     * @param path relative to the format's own directory
     */
    record Piece(String path, long size, Instant changedAt, Location location) {

        /** Another when the file was made anew. Archives know whole seconds only. */
        String version() {
            return size + "-" + changedAt.getEpochSecond();
        }
    }

    Format {
        pieces = pieces.stream().sorted(Comparator.comparing(Piece::path)).toList();
    }

    Optional<Piece> metadata() {
        return pieces.stream().filter(piece -> piece.path().equals(METADATA)).findFirst();
    }

    /** Whether nothing of it was changed since. */
    boolean quietSince(Instant since) {
        return pieces.stream().noneMatch(piece -> piece.changedAt().isAfter(since));
    }

    /** It cannot be taken as it is. */
    Hearing.Heard unusable(String why) {
        return new Hearing.Heard(
                List.of(), List.of(new Unusable(name() + "#" + edition(), name().replace('/', ' '), why)));
    }

    private String name() {
        return format + "/" + id;
    }

    /** What is content of it, as items of the meeting. */
    Hearing.Heard heard(MeetingFacts meeting, @Nullable Instant recordedUntil, boolean slides) {
        HandOver.Edition edition = new HandOver.Edition(name(), edition());
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        Map<String, Piece> chosen = chosen();
        for (Piece piece : pieces) {
            Optional<ItemKind> kind = kind(piece.path(), slides);
            String key = name() + "/" + piece.path() + "#" + piece.version();
            Piece twin = chosen.getOrDefault(NamedFile.stem(piece.path()), piece);
            if (kind.isEmpty() || (twinRank(piece) >= 0 && !twin.equals(piece))) {
                continue;
            }
            if (piece.size() == 0) {
                if (kind.get() == ItemKind.RECORDING) {
                    unusable.add(new Unusable(key, piece.path(), "the file is empty"));
                }
                continue;
            }
            found.add(new HandOver(
                    key,
                    kind.get(),
                    NamedFile.last(piece.path()),
                    piece.size(),
                    meeting,
                    recordedUntil,
                    piece.location(),
                    edition));
        }
        return new Hearing.Heard(found, unusable);
    }

    /** Of several encodings of one video, the best that holds anything; by its path without extension. */
    private Map<String, Piece> chosen() {
        Map<String, Piece> best = new HashMap<>();
        Comparator<Piece> order =
                Comparator.<Piece, Boolean>comparing(piece -> piece.size() == 0).thenComparingInt(Format::twinRank);
        for (Piece piece : pieces) {
            if (twinRank(piece) >= 0) {
                best.merge(
                        NamedFile.stem(piece.path()),
                        piece,
                        (one, other) -> order.compare(one, other) <= 0 ? one : other);
            }
        }
        return best;
    }

    private static int twinRank(Piece piece) {
        return TWINS.indexOf(
                piece.path().substring(piece.path().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** Empty for what only serves to play the format. */
    private Optional<ItemKind> kind(String path, boolean slides) {
        if (path.equals(METADATA)) {
            return Optional.empty();
        }
        Optional<ItemKind> known = NamedFile.kind(path);
        if (known.isPresent()) {
            return known;
        }
        String last = NamedFile.last(path);
        if (last.equals("slides_new.xml")) {
            return Optional.of(ItemKind.CHAT);
        }
        if (last.equals("shapes.svg")) {
            return Optional.of(ItemKind.WHITEBOARD);
        }
        boolean events = format.equals(RAW) && path.equals("events.xml");
        boolean slide = slides && SLIDE.matcher(path).matches() && !path.contains("/thumbnails/");
        return events || slide || NOTES.matcher(path).matches() ? Optional.of(ItemKind.FILE) : Optional.empty();
    }

    /**
     * Another when the format was made anew: from what its files are called, how large they are and when they were made. Publishing, hiding and renaming
     * a recording, and sending it as an archive, change none of that; what they do change, {@code metadata.xml}, does not count.
     */
    String edition() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        for (Piece piece : pieces) {
            if (!piece.path().equals(METADATA)) {
                digest.update((piece.path() + "\0" + piece.version() + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }
}
