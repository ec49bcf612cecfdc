package dev.tenure.ingest.handover.plugnmeet;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * plugNmeet: {@code recording_proceeded} by webhook, signed as LiveKit signs; its list of recordings is asked for too. The file lies in the
 * directory of its recorder, which this server must see.
 */
public final class PlugNmeet implements Adapter {

    private static final String KEY = "api-key";
    private static final String SECRET = "api-secret";
    private static final String SERVER = "server-url";
    private static final String ROOMS = "rooms";

    /** Recordings asked for at once. */
    private static final int PAGE = 100;

    private static final int MAX_ANSWER = 4 << 20;

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
                Setting.optional(
                        SERVER, Shape.URL, "plugNmeet's address, to ask it for what its webhooks did not tell"),
                Setting.optional(ROOMS, Shape.TEXT, "ids of rooms to ask for, parted by commas; all when left out"),
                NamedFile.END_FROM_TIME);
    }

    @Override
    public List<String> hosts(SourceSettings source) {
        return source.find(SERVER).map(URI::create).map(URI::getHost).stream().toList();
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
        if (recording.text("record_id", "recordId").isEmpty()) {
            return new Hearing.Malformed("recording_info.record_id is missing.");
        }
        Payload room = event.in("room");
        return recording(
                recording,
                room.text("room_id", "roomId"),
                room.text("sid"),
                event.seconds("created_at", "createdAt"),
                source);
    }

    private static Hearing.Heard recording(
            Payload recording,
            Optional<String> room,
            Optional<String> session,
            Optional<Instant> at,
            SourceSettings source) {
        String id = recording.text("record_id", "recordId").orElseThrow();
        Optional<String> path = recording.text("file_path", "filePath").filter(NamedFile::isRelative);
        if (path.isEmpty()) {
            return new Hearing.Heard(
                    List.of(),
                    List.of(new Unusable(
                            id, room.orElse(id), "its file_path is missing, or leads out of the directory")));
        }
        HandOver file = new HandOver(
                id,
                ItemKind.RECORDING,
                NamedFile.last(path.get()),
                // file_size is a fraction of something, so it proves nothing.
                null,
                MeetingFacts.of(session.orElse(id), room.orElse(id), null, at.orElse(null)),
                source.yes(NamedFile.END_FROM_TIME.name(), false) ? at.orElse(null) : null,
                new Location.OnDisk(path.get()));
        return new Hearing.Heard(List.of(file), List.of());
    }

    /** By {@code /auth/recording/fetch}, a page at a time, the newest first. */
    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Optional<String> server = source.find(SERVER);
        Optional<String> secret = source.secret(SECRET);
        if (server.isEmpty() || secret.isEmpty()) {
            return Pulled.NOTHING;
        }
        int from = mark == null ? 0 : Integer.parseInt(mark);
        String body = JsonMapper.shared()
                .writeValueAsString(
                        Map.of("room_ids", source.list(ROOMS), "from", from, "limit", PAGE, "order_by", "DESC"));
        byte[] signature = Macs.sha256(secret.get(), body.getBytes(StandardCharsets.UTF_8));
        HttpFetcher.Reply reply = asking.ask(
                new HttpFetcher.Request(
                        "POST",
                        server.get().replaceFirst("/+$", "") + "/auth/recording/fetch",
                        Map.of(
                                "API-KEY",
                                source.list(KEY).getFirst(),
                                "HASH-SIGNATURE",
                                HexFormat.of().formatHex(signature),
                                "Content-Type",
                                "application/json"),
                        body),
                MAX_ANSWER);
        Payload answer =
                Payload.of(reply.body()).orElseThrow(() -> new IOException("plugNmeet answered no JSON object"));
        if (reply.status() != 200 || !answer.yes("status")) {
            // "No recordings" is told as a failure too.
            String why = answer.text("msg").orElse("status " + reply.status());
            if (reply.status() == 200 && why.toLowerCase(Locale.ROOT).contains("no recording")) {
                return Pulled.NOTHING;
            }
            throw new IOException("plugNmeet's list of recordings: " + why);
        }
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        List<Payload> page = answer.in("result").list("recordings_list", "recordingsList");
        for (Payload recording : page) {
            if (recording.has("record_id", "recordId")) {
                Hearing.Heard heard = recording(
                        recording,
                        recording.text("room_id", "roomId"),
                        recording.text("room_sid", "roomSid"),
                        recording.seconds("creation_time", "creationTime"),
                        source);
                found.addAll(heard.handOvers());
                unusable.addAll(heard.unusable());
            }
        }
        return new Pulled(found, unusable, page.size() < PAGE ? null : Integer.toString(from + PAGE));
    }
}
