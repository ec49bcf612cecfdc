package dev.tenure.ingest.handover.jibri;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Meeting;
import dev.tenure.ingest.handover.Asking.Found;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one directory of Jibri's means.
 *
 * <p>Of {@code metadata.json} only what is named here is read: whoever starts a recording may put anything there, credentials among it.
 */
final class Session {

    static final String METADATA = "metadata.json";

    /** As our finalize script leaves it. */
    static final String MARKER = ".tenure-finalized";

    /**
     * Jibri runs the script within seconds of the last byte. When the marker is from another time than the recording, the script was run by hand, or the
     * files were copied; then it proves no end.
     */
    private static final Duration FINALIZED_WITHIN = Duration.ofMinutes(10);

    /** {@code <call name>_<local time of the recorder>}. */
    private static final Pattern NAME =
            Pattern.compile("(.*)_(\\d{4}-\\d{2}-\\d{2}-\\d{2}-\\d{2}-\\d{2})", Pattern.DOTALL);

    private static final DateTimeFormatter NAME_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withResolverStyle(ResolverStyle.STRICT);

    private final String name;
    private final Payload metadata;
    private final Optional<Payload> marker;
    private final SourceSettings source;

    Session(String name, Optional<Payload> metadata, Optional<Payload> marker, SourceSettings source) {
        this.name = name;
        this.metadata = metadata.orElseGet(
                () -> Payload.of("{}".getBytes(StandardCharsets.US_ASCII)).orElseThrow());
        this.marker = marker;
        this.source = source;
    }

    /** Each media file is a recording of the session's meeting; there may be several, and none. */
    Hearing.Heard heard(List<Found> files) {
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Found file : files) {
            boolean media = NamedFile.kind(file.name())
                            .filter(ItemKind.RECORDING::equals)
                            .isPresent()
                    && !NamedFile.last(file.name()).startsWith(".");
            if (media && file.size() == 0) {
                unusable.add(new Unusable(key(file), file.name(), "the file is empty"));
            } else if (media) {
                found.add(recording(file));
            }
        }
        return new Hearing.Heard(found, unusable);
    }

    private static String key(Found file) {
        return file.name() + "#" + file.version();
    }

    private HandOver recording(Found file) {
        Optional<Instant> end = end(file);
        Matcher parts = NAME.matcher(NamedFile.stem(NamedFile.last(file.name())));
        boolean named = parts.matches();
        Optional<Instant> start = metadata.iso("start").or(() -> named ? start(parts.group(2)) : Optional.empty());
        String id = source.find(Jibri.MEETING_KEY).flatMap(metadata::text).orElse(name);
        String title = metadata.text("title", "meeting_name")
                .or(() -> metadata.text("meeting_url").flatMap(Session::room))
                .orElseGet(() -> named && !parts.group(1).isBlank() ? parts.group(1) : id);
        MeetingFacts meeting = new MeetingFacts(
                id,
                title,
                start.orElse(null),
                end.orElse(null),
                metadata.text("zone").or(() -> source.find(Jibri.ZONE)).orElse(null),
                metadata.text("host").orElse(null),
                participants());
        return new HandOver(
                key(file),
                ItemKind.RECORDING,
                NamedFile.last(file.name()),
                file.size(),
                meeting,
                end.orElse(null),
                new Location.OnDisk(file.name()),
                // A recorder that was silent for longer than the source's patience, and then went on, has made the file
                // anew.
                new HandOver.Edition(file.name(), file.version()));
    }

    /**
     * What the metadata says; else when Jibri ran the script, which it does when it has stopped recording. A file's time alone says nothing: copying
     * changes it.
     */
    private Optional<Instant> end(Found file) {
        return metadata.iso("end")
                .or(() -> marker.flatMap(left -> left.iso("finalized"))
                        .filter(at ->
                                Duration.between(file.changedAt(), at).abs().compareTo(FINALIZED_WITHIN) <= 0));
    }

    /**
     * The recorder's local time in the source's zone. In the hour that summer time repeats the earlier one is taken, so that no true end lies before it;
     * an hour that summer time leaves out was never there, so the zone is wrong.
     */
    private Optional<Instant> start(String local) {
        try {
            LocalDateTime time = LocalDateTime.parse(local, NAME_TIME);
            return source.find(Jibri.ZONE).map(ZoneId::of).flatMap(zone -> {
                List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
                return offsets.isEmpty() ? Optional.empty() : Optional.of(time.toInstant(offsets.getFirst()));
            });
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    /** The last part of the meeting's address. The rest can hold a token. */
    private static Optional<String> room(String url) {
        String path = url.replaceFirst("[?#].*", "").replaceFirst("/+$", "");
        int slash = path.lastIndexOf('/');
        // 'https://host' has no room.
        if (slash < 1 || path.charAt(slash - 1) == '/') {
            return Optional.empty();
        }
        String room = path.substring(slash + 1);
        try {
            return Optional.of(URLDecoder.decode(room.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .filter(text -> !text.isBlank());
        } catch (IllegalArgumentException malformed) {
            return Optional.of(room);
        }
    }

    private List<Meeting.Participant> participants() {
        List<Meeting.Participant> people = new ArrayList<>();
        for (Payload one : metadata.list("participants")) {
            Payload user = one.has("user") ? one.in("user") : one;
            user.text("name", "displayName", "display_name")
                    .ifPresent(display -> people.add(
                            new Meeting.Participant(display, user.text("email").orElse(null))));
        }
        return people;
    }
}
