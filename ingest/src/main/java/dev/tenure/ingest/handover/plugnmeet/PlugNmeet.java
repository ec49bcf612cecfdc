package dev.tenure.ingest.handover.plugnmeet;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * plugNmeet: {@code recording_proceeded} by webhook, signed as LiveKit signs; the file lies in the directory of its recorder, which this server must
 * see.
 */
public final class PlugNmeet implements Adapter {

    private static final String KEY = "api-key";
    private static final String SECRET = "api-secret";

    @Override
    public String name() {
        return "plugnmeet";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(KEY, Shape.TEXT, "the API key whose webhooks are believed; several parted by commas"),
                Setting.required(SECRET, Shape.SECRET, "the API secret that goes with it"),
                Setting.required(
                        "directory",
                        Shape.DIRECTORY,
                        "the recorder's recording_path, as it is seen below the account's own directory"),
                NamedFile.END_FROM_TIME);
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        // Both headers hold the same; some proxies eat the first.
        Optional<String> token = delivery.header("Hash-Token").or(() -> delivery.header("Authorization"));
        Optional<JsonNode> claims =
                Jwt.verifyBody(token, source.list(KEY), source.secrets(SECRET), delivery.body(), now);
        if (claims.isEmpty()) {
            return new Hearing.Refused("the token is not plugNmeet's, is not of now, or is for another body");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        // Documented bare, and read below 'data' by its own samples.
        Payload event = body.get().has("event") ? body.get() : body.get().in("data");
        if (!event.text("event").orElse("").equals("recording_proceeded")) {
            return new Hearing.Ignored("only recording_proceeded tells of a whole recording");
        }
        Payload recording = event.in("recording_info", "recordingInfo");
        Optional<String> id = recording.text("record_id", "recordId");
        if (id.isEmpty()) {
            return new Hearing.Malformed("recording_info.record_id is missing.");
        }
        Payload room = event.in("room");
        String roomId = room.text("room_id", "roomId").orElse(id.get());
        Optional<String> path = recording.text("file_path", "filePath").filter(NamedFile::isRelative);
        if (path.isEmpty()) {
            return new Hearing.Heard(
                    List.of(),
                    List.of(new Unusable(id.get(), roomId, "its file_path is missing, or leads out of the directory")));
        }
        Optional<Instant> at = event.seconds("created_at", "createdAt");
        HandOver file = new HandOver(
                id.get(),
                ItemKind.RECORDING,
                NamedFile.last(path.get()),
                // file_size is a fraction of something, so it proves nothing.
                null,
                MeetingFacts.of(room.text("sid").orElse(id.get()), roomId, null, at.orElse(null)),
                source.yes(NamedFile.END_FROM_TIME.name(), false) ? at.orElse(null) : null,
                new Location.OnDisk(path.get()));
        return new Hearing.Heard(List.of(file), List.of());
    }
}
