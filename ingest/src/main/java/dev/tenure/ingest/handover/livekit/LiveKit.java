package dev.tenure.ingest.handover.livekit;

import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.BucketSettings;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * LiveKit: {@code egress_ended} by webhook, signed by a JWT that holds the body's hash; files in the bucket that egress writes to. The server keeps
 * calls in memory and drops those older than 30 s, so {@code ListEgress} is asked too.
 */
public final class LiveKit implements Adapter {

    static final String BACKUP = "backup";

    private static final String KEY = "api-key";
    private static final String SECRET = "api-secret";
    private static final String SERVER = "server-url";

    /** What ListEgress may answer: some thousands of egresses. */
    private static final int MAX_ANSWER = 16 << 20;

    @Override
    public String name() {
        return "livekit";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(List.of(
                Setting.required(KEY, Shape.TEXT, "the API key whose webhooks are believed; several parted by commas"),
                Setting.required(SECRET, Shape.SECRET, "the API secret that goes with it, and signs webhooks"),
                Setting.optional(
                        SERVER, Shape.URL, "LiveKit's address, to ask it for what its webhooks did not tell")));
        settings.addAll(BucketSettings.settings(BucketSettings.MAIN, true));
        settings.addAll(BucketSettings.settings(BACKUP, false));
        return settings;
    }

    @Override
    public List<String> hosts(SourceSettings source) {
        return source.find(SERVER).map(URI::create).map(URI::getHost).stream().toList();
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        if (Jwt.verifyBody(
                        delivery.header("Authorization"),
                        source.list(KEY),
                        source.secrets(SECRET),
                        delivery.body(),
                        now)
                .isEmpty()) {
            return new Hearing.Refused("the token is not LiveKit's, is not of now, or is for another body");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        String event = body.get().text("event").orElse("");
        if (!event.equals("egress_ended")) {
            return new Hearing.Ignored("only egress_ended tells of a whole recording");
        }
        Payload egress = body.get().in("egressInfo", "egress_info");
        if (egress.text("egressId", "egress_id").isEmpty()) {
            return new Hearing.Malformed("egressInfo.egressId is missing.");
        }
        return new Egress(egress, source).heard();
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Optional<String> server = source.find(SERVER);
        if (server.isEmpty()) {
            return Pulled.NOTHING;
        }
        String token = Jwt.sign(
                source.secret(SECRET).orElse(""),
                Map.of("iss", source.list(KEY).getFirst(), "video", Map.of("roomRecord", true)),
                now);
        HttpFetcher.Reply reply = asking.ask(
                new HttpFetcher.Request(
                        "POST",
                        server.get().replaceFirst("/+$", "") + "/twirp/livekit.Egress/ListEgress",
                        Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                        "{}"),
                MAX_ANSWER);
        if (reply.status() != 200) {
            throw new IOException("ListEgress answered " + reply.status());
        }
        Payload answer =
                Payload.of(reply.body()).orElseThrow(() -> new IOException("ListEgress answered no JSON object"));
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Payload egress : answer.list("items")) {
            boolean ended = Stream.of("EGRESS_STARTING", "EGRESS_ACTIVE", "EGRESS_ENDING", "")
                    .noneMatch(egress.text("status").orElse("")::equals);
            if (ended && egress.has("egressId", "egress_id")) {
                Hearing.Heard heard = new Egress(egress, source).heard();
                found.addAll(heard.handOvers());
                unusable.addAll(heard.unusable());
            }
        }
        return new Pulled(found, unusable, null);
    }
}
