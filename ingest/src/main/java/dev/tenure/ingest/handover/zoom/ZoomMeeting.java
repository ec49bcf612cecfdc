package dev.tenure.ingest.handover.zoom;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing.Heard;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of one meeting, as webhooks and the list of recordings both describe them. Passcodes and passwords in it are not looked at. */
final class ZoomMeeting {

    private static final Map<String, ItemKind> KINDS = Map.of(
            "MP4", ItemKind.RECORDING,
            "M4A", ItemKind.RECORDING,
            "TRANSCRIPT", ItemKind.TRANSCRIPT,
            "CC", ItemKind.TRANSCRIPT,
            "CHAT", ItemKind.CHAT);

    private static final Map<String, String> EXTENSIONS =
            Map.of("TRANSCRIPT", "vtt", "CC", "vtt", "CHAT", "txt", "TIMELINE", "json", "SUMMARY", "json");

    private final Payload object;
    private final SourceSettings source;
    private final @Nullable String token;
    private final String uuid;

    ZoomMeeting(Payload object, SourceSettings source, @Nullable String token) {
        this.object = object;
        this.source = source;
        this.token = token;
        // The number of a meeting comes again with every occurrence; this does not.
        this.uuid = object.text("uuid").orElseThrow();
    }

    Heard heard() {
        List<Payload> files = new ArrayList<>(object.list("recording_files"));
        files.addAll(object.list("participant_audio_files"));
        Optional<Instant> start = object.iso("start_time");
        // Minutes, rounded down, and 0 for a short meeting: a file's own end knows better.
        Optional<Instant> end = files.stream()
                .flatMap(file -> file.iso("recording_end").stream())
                .max(Comparator.naturalOrder())
                .or(() -> start.flatMap(
                        from -> object.span(ChronoUnit.MINUTES, "duration").map(from::plus)));
        MeetingFacts meeting = new MeetingFacts(
                uuid,
                object.text("topic").orElse(null),
                start.orElse(null),
                end.orElse(null),
                object.text("timezone").orElse(null),
                object.text("host_email").orElse(null),
                List.of());
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Payload file : files) {
            if (!file.text("status").orElse("completed").equals("completed")) {
                // It will be told of again.
                continue;
            }
            String type = file.text("file_type").orElse("").toUpperCase(Locale.ROOT);
            String key = uuid + "/"
                    + file.text("id")
                            .orElse(type + "-" + file.text("recording_start").orElse(""));
            String name = fileName(file, type);
            Optional<String> address = file.text("download_url").filter(this::allowed);
            if (address.isEmpty()) {
                unusable.add(new Unusable(key, name, "the file is not at an address of the source's hosts"));
                continue;
            }
            boolean media = type.equals("MP4") || type.equals("M4A");
            found.add(new HandOver(
                    key,
                    KINDS.getOrDefault(type, ItemKind.FILE),
                    name,
                    media ? file.whole("file_size").filter(size -> size > 0).orElse(null) : null,
                    meeting,
                    file.iso("recording_end").or(() -> end).orElse(null),
                    new Location.AtAddress(address.get(), token, Zoom.renewable(source))));
        }
        return new Heard(found, unusable);
    }

    private String fileName(Payload file, String type) {
        String extension = file.text("file_extension").orElse(EXTENSIONS.getOrDefault(type, type));
        String what = file.text("recording_type").orElse(type.isEmpty() ? "file" : type);
        String topic =
                object.text("topic").orElse("recording").replace('/', '-').replace('\\', '-');
        String clean = extension.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        return topic.substring(0, Math.min(topic.length(), 150)) + " " + what.toLowerCase(Locale.ROOT)
                + (clean.isEmpty() ? "" : "." + clean);
    }

    /** Asked again before anything is sent there; here so that an administrator is told at once. */
    private boolean allowed(String address) {
        try {
            String host = URI.create(address).getHost();
            return host != null
                    && Zoom.downloadHosts(source).stream()
                            .anyMatch(allowed -> matches(allowed, host.toLowerCase(Locale.ROOT)));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean matches(String allowed, String host) {
        String lower = allowed.toLowerCase(Locale.ROOT);
        return lower.startsWith("*.") ? host.endsWith(lower.substring(1)) : host.equals(lower);
    }
}
