package dev.tenure.ingest.handover.livekit;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.BucketSettings;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing.Heard;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One egress that ended, as {@code EgressInfo} tells of it (livekit/protocol, livekit_egress.proto): in webhooks with names in camel case, in answers
 * of the API with names in snake case; numbers of 64 bits as text; defaults left out.
 */
final class Egress {

    /** Those that leave a whole file: the second was cut short by a limit, and its file is valid. */
    private static final Set<String> WHOLE = Set.of("EGRESS_COMPLETE", "EGRESS_LIMIT_REACHED");

    private final Payload info;
    private final SourceSettings source;
    private final String id;

    Egress(Payload info, SourceSettings source) {
        this.info = info;
        this.source = source;
        this.id = info.text("egressId", "egress_id").orElseThrow();
    }

    Heard heard() {
        // Zero is left out, and means that it has only begun.
        String status = info.text("status").orElse("EGRESS_STARTING");
        String room = info.text("roomName", "room_name").orElse(id);
        if (!WHOLE.contains(status)) {
            String error = info.text("error").map(why -> ": " + shortened(why)).orElse("");
            return new Heard(List.of(), List.of(new Unusable(id, room, "the egress ended as " + status + error)));
        }
        List<Payload> files = files();
        if (files.isEmpty()) {
            return new Heard(
                    List.of(),
                    List.of(new Unusable(id, room, "the egress left no file; segments alone are not taken")));
        }
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Payload file : files) {
            String name = file.text("filename").orElse("");
            String key = id + ":" + name;
            Optional<Location> location = location(file);
            if (file.whole("size").orElse(0L) <= 0) {
                unusable.add(new Unusable(key, name, "the egress says that it is complete, and its file is empty"));
            } else if (location.isEmpty()) {
                unusable.add(new Unusable(key, name, "the file is in none of the source's buckets"));
            } else {
                found.add(handOver(key, name, file, location.get()));
            }
        }
        return new Heard(found, unusable);
    }

    private List<Payload> files() {
        List<Payload> files = info.list("fileResults", "file_results");
        // The field that came before; servers send both for a while.
        return files.isEmpty() && info.in("file").has("filename") ? List.of(info.in("file")) : files;
    }

    /** By the address that egress wrote to, never by settings: a backup store has another bucket and prefix. */
    private Optional<Location> location(Payload file) {
        Optional<String> address = file.text("location");
        for (String store : List.of(BucketSettings.MAIN, LiveKit.BACKUP)) {
            Optional<String> key = BucketSettings.of(source, store).flatMap(bucket -> address.flatMap(bucket::keyOf));
            if (key.isPresent()) {
                return key.map(found -> new Location.InBucket(store, found));
            }
        }
        return Optional.empty();
    }

    private HandOver handOver(String key, String name, Payload file, Location location) {
        // The file's start is that of the media; the egress's is when it was asked for.
        Optional<Instant> start = file.nanos("startedAt", "started_at").or(() -> info.nanos("startedAt", "started_at"));
        Optional<Instant> end = file.nanos("endedAt", "ended_at")
                .or(() -> start.flatMap(
                        from -> file.span(ChronoUnit.NANOS, "duration").map(from::plus)))
                .or(() -> info.nanos("endedAt", "ended_at"));
        MeetingFacts meeting = MeetingFacts.of(
                info.text("roomId", "room_id").orElse(id),
                info.text("roomName", "room_name").orElse(null),
                start.orElse(null),
                end.orElse(null));
        return new HandOver(
                key, ItemKind.RECORDING, name, file.whole("size").orElse(null), meeting, end.orElse(null), location);
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
