package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.ingest.handover.Adapter.Pulled;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Asking.Archive;
import dev.tenure.ingest.handover.Asking.Found;
import dev.tenure.ingest.handover.Asking.Member;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A look into a server's directories: {@code published} and {@code unpublished}, each {@code <format>/<id>}; {@code recording} with the state and the raw
 * archive of each; {@code spool} with Scalelite's archives. Whichever of them is there.
 */
final class Directories {

    private static final Duration DEFAULT_QUIET = Duration.ofMinutes(5);

    /** Recordings, each in one format, that one step of a look gets through. */
    private static final int STEP = 500;

    /** Files that one step of a look tells of, if a little more when the last recording has many. */
    private static final int STEP_FILES = 5000;

    /** Recordings of one format, and archives in the spool. */
    private static final int MOST = 200_000;

    /** Files of one recording in one format, and entries of an archive. A presentation has some for each of its pages. */
    private static final int MOST_FILES = 100_000;

    private static final int MAX_METADATA = 1 << 20;

    /** The server's own: the hash of the meeting's id, and when it was made, in milliseconds. */
    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}-[0-9]{13}");

    private static final Pattern FORMAT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String STATUS = "recording/status/";
    private static final String RAW = "recording/raw";
    private static final String SPOOL = "spool";
    private static final String ARCHIVE = ".tar";

    private final SourceSettings source;
    private final Asking asking;
    private final Instant quietSince;
    private final boolean slides;
    private final List<HandOver> found = new ArrayList<>();
    private final List<Unusable> unusable = new ArrayList<>();

    Directories(SourceSettings source, Asking asking, Instant now) {
        this.source = source;
        this.asking = asking;
        this.quietSince = now.minus(source.minutes(BigBlueButton.QUIET, DEFAULT_QUIET));
        this.slides = source.yes(BigBlueButton.SLIDES, false);
    }

    /** From where the step before left off. */
    Pulled look(@Nullable String mark) throws IOException {
        Set<String> published = markers("published");
        Set<String> archived = markers("archived");
        int steps = 0;
        for (String place : places(archived)) {
            if (mark != null && place.compareTo(mark) <= 0) {
                continue;
            }
            if (place.startsWith(SPOOL + "/")) {
                archive(place);
            } else {
                directory(place, published, archived);
            }
            if (++steps == STEP || found.size() >= STEP_FILES) {
                return new Pulled(found, unusable, place);
            }
        }
        return new Pulled(found, unusable, null);
    }

    private Set<String> markers(String state) throws IOException {
        return asking.files(STATUS + state, MOST).stream()
                .map(file -> NamedFile.last(file.name()))
                .collect(Collectors.toSet());
    }

    /** All that may hold recordings, in an order that stays. */
    private Set<String> places(Set<String> archived) throws IOException {
        TreeSet<String> places = new TreeSet<>();
        for (String state : List.of("published", "unpublished")) {
            for (String format : asking.directories(state, MOST)) {
                if (FORMAT.matcher(format).matches()) {
                    add(places, state + "/" + format);
                }
            }
        }
        if (source.yes(BigBlueButton.RAW, false)) {
            add(places, RAW);
            // Captured, though nobody pressed record; or not known to be whole.
            places.removeIf(place -> place.startsWith(RAW + "/") && !recorded(NamedFile.last(place), archived));
        }
        for (Found file : asking.files(SPOOL, MOST)) {
            String name = NamedFile.last(file.name());
            boolean direct = file.name().equals(SPOOL + "/" + name);
            boolean named =
                    name.endsWith(ARCHIVE) && ID.matcher(NamedFile.stem(name)).matches();
            if (direct && named && !file.changedAt().isAfter(quietSince)) {
                places.add(file.name());
            }
        }
        return places;
    }

    private void add(Set<String> places, String below) throws IOException {
        for (String id : asking.directories(below, MOST)) {
            if (ID.matcher(id).matches()) {
                places.add(below + "/" + id);
            }
        }
    }

    private static boolean recorded(String id, Set<String> archived) {
        return archived.contains(id + ".done") && !archived.contains(id + ".norecord");
    }

    private void directory(String place, Set<String> published, Set<String> archived) throws IOException {
        String id = NamedFile.last(place);
        boolean raw = place.startsWith(RAW + "/");
        String name = raw ? Format.RAW : NamedFile.last(place.substring(0, place.lastIndexOf('/')));
        List<Format.Piece> pieces = asking.files(place, MOST_FILES).stream()
                .map(file -> new Format.Piece(
                        file.name().substring(place.length() + 1),
                        file.size(),
                        file.changedAt(),
                        new Location.OnDisk(file.name())))
                .toList();
        Format format = new Format(name, id, pieces);
        boolean never = archived.contains(id + ".norecord") && !archived.contains(id + ".done");
        boolean whole = raw || published.contains(id + "-" + name + ".done") || format.quietSince(quietSince);
        if (pieces.isEmpty() || never || !whole) {
            return;
        }
        if (raw) {
            MeetingFacts meeting =
                    anyFormat(id).map(Metadata::meeting).orElse(MeetingFacts.of(id, null, began(id), null));
            note(format.heard(meeting, meeting.endsAt(), slides));
        } else {
            note(format);
        }
    }

    /** What the published formats say of a recording: the raw archive itself says when it began only. */
    private Optional<Metadata> anyFormat(String id) throws IOException {
        for (String state : List.of("published", "unpublished")) {
            for (String format : asking.directories(state, MOST)) {
                String path = state + "/" + format + "/" + id + "/" + Format.METADATA;
                if (FORMAT.matcher(format).matches()) {
                    Optional<Metadata> said = metadata(new Location.OnDisk(path))
                            .filter(one -> one.id().equals(id));
                    if (said.isPresent()) {
                        return said;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Instant began(String id) {
        return Instant.ofEpochMilli(Long.parseLong(id.substring(id.lastIndexOf('-') + 1)));
    }

    private Optional<Metadata> metadata(Location location) throws IOException {
        try {
            return Metadata.of(asking.read(location, MAX_METADATA));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Each format for itself: one that is broken does not keep the others. */
    private void note(Format format) throws IOException {
        Optional<Format.Piece> piece = format.metadata();
        Optional<Metadata> said =
                piece.isEmpty() ? Optional.empty() : metadata(piece.get().location());
        if (said.isEmpty()) {
            note(format.unusable("its metadata.xml is missing or cannot be read"));
        } else if (!said.get().id().equals(format.id())) {
            note(format.unusable("its metadata.xml is that of another recording"));
        } else if (!"deleted".equals(said.get().state())) {
            note(format.heard(said.get().meeting(), said.get().end(), slides));
        }
    }

    private void note(Hearing.Heard heard) {
        found.addAll(heard.handOvers());
        unusable.addAll(heard.unusable());
    }

    private void archive(String path) throws IOException {
        String id = NamedFile.stem(NamedFile.last(path));
        switch (asking.archive(path, MOST_FILES)) {
            case Archive.Refused(String version, String why) ->
                unusable.add(new Unusable(path + "#" + version, NamedFile.last(path), why));
            case Archive.Whole(String version, List<Member> members) -> {
                Map<String, List<Format.Piece>> formats = new TreeMap<>();
                for (Member member : members) {
                    String[] parts = member.name().split("/", 3);
                    boolean fits = parts.length == 3 && FORMAT.matcher(parts[0]).matches() && parts[1].equals(id);
                    if (!fits) {
                        unusable.add(new Unusable(
                                path + "#" + version,
                                NamedFile.last(path),
                                "the archive holds other files than <format>/" + id + "/…"));
                        return;
                    }
                    Location location = new Location.InArchive(path, version, member.offset(), member.size());
                    formats.computeIfAbsent(parts[0], absent -> new ArrayList<>())
                            .add(new Format.Piece(parts[2], member.size(), member.changedAt(), location));
                }
                for (Map.Entry<String, List<Format.Piece>> one : formats.entrySet()) {
                    note(new Format(one.getKey(), id, one.getValue()));
                }
            }
        }
    }
}
