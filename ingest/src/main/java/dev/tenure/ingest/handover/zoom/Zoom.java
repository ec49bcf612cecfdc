package dev.tenure.ingest.handover.zoom;

import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Zoom: {@code recording.completed} by webhook, files behind addresses that take the call's own token for a day, and after it one that OAuth gives
 * (server-to-server). The account's recordings of the last days are listed too, where OAuth is set up.
 */
public final class Zoom implements Adapter {

    private static final String SECRET = "secret-token";
    private static final String ACCOUNT = "account-id";
    private static final String CLIENT = "client-id";
    private static final String CLIENT_SECRET = "client-secret";
    private static final String HOSTS = "hosts";
    private static final String API = "api-url";
    private static final String OAUTH = "oauth-url";

    /** How old a call may be, and how far ahead; Zoom's own samples take five minutes. */
    private static final Duration AGE = Duration.ofMinutes(5);

    /** How far back recordings are listed: longer than anything is tried for. */
    private static final Duration LISTED = Duration.ofDays(7);

    private static final Set<String> TOLD = Set.of("recording.completed", "recording.transcript_completed");

    /** A challenge is letters and digits. What looks like something signed, {@code v0:<time>:<body>}, must never be. */
    private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9_+/=-]{1,100}");

    private static final int MAX_ANSWER = 16 << 20;

    @Override
    public String name() {
        return "zoom";
    }

    @Override
    public boolean canDelete() {
        return false;
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(SECRET, Shape.SECRET, "the app's secret token, which signs its calls"),
                Setting.optional(ACCOUNT, Shape.TEXT, "Zoom's id of the account; calls about another are ignored"),
                Setting.optional(CLIENT, Shape.TEXT, "the client id of a server-to-server OAuth app"),
                Setting.optional(CLIENT_SECRET, Shape.SECRET, "the client secret that goes with it"),
                Setting.optional(
                        HOSTS, Shape.HOSTS, "where recordings may lie; zoom.us and all below it when left out"),
                Setting.optional(API, Shape.URL, "https://api.zoom.us when left out"),
                Setting.optional(OAUTH, Shape.URL, "https://zoom.us when left out"));
    }

    @Override
    public List<String> hosts(SourceSettings source) {
        List<String> hosts = new ArrayList<>(downloadHosts(source));
        hosts.add(URI.create(api(source)).getHost());
        hosts.add(URI.create(oauth(source)).getHost());
        return hosts;
    }

    static List<String> downloadHosts(SourceSettings source) {
        List<String> said = source.list(HOSTS);
        return said.isEmpty() ? List.of("zoom.us", "*.zoom.us") : said;
    }

    private static String api(SourceSettings source) {
        return source.find(API).orElse("https://api.zoom.us").replaceFirst("/+$", "");
    }

    private static String oauth(SourceSettings source) {
        return source.find(OAUTH).orElse("https://zoom.us").replaceFirst("/+$", "");
    }

    static boolean renewable(SourceSettings source) {
        return source.find(CLIENT).isPresent()
                && source.find(ACCOUNT).isPresent()
                && source.secret(CLIENT_SECRET).isPresent();
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        // The challenge too: whoever answers it unsigned signs for strangers, because one secret does both.
        if (!genuine(delivery, source, now)) {
            return new Hearing.Refused("the signature is not Zoom's, or not of now");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        String event = body.get().text("event").orElse("");
        Payload payload = body.get().in("payload");
        if (event.equals("endpoint.url_validation")) {
            return answer(payload.text("plainToken").orElse(""), source);
        }
        if (!TOLD.contains(event)) {
            return new Hearing.Ignored("only recording.completed and recording.transcript_completed tell of files");
        }
        Payload object = payload.in("object");
        if (object.text("uuid").isEmpty()) {
            return new Hearing.Malformed("payload.object.uuid is missing.");
        }
        Optional<String> account = payload.text("account_id").or(() -> object.text("account_id"));
        if (source.find(ACCOUNT).isPresent() && !source.find(ACCOUNT).equals(account)) {
            return new Hearing.Ignored("it is of another account of Zoom");
        }
        String token = body.get().text("download_token").orElse(null);
        return new ZoomMeeting(object, source, token).heard();
    }

    private static boolean genuine(Delivery delivery, SourceSettings source, Instant now) {
        String signature = delivery.header("x-zm-signature").orElse("");
        String timestamp = delivery.header("x-zm-request-timestamp").orElse("");
        if (!signature.startsWith("v0=") || !timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        byte[] head = ("v0:" + timestamp + ":").getBytes(StandardCharsets.UTF_8);
        return age.abs().compareTo(AGE) <= 0
                && Macs.matchesHex(signature.substring(3), source.secrets(SECRET), head, delivery.body());
    }

    private static Hearing answer(String challenge, SourceSettings source) {
        Optional<String> secret = source.secret(SECRET);
        if (secret.isEmpty() || !CHALLENGE.matcher(challenge).matches()) {
            return new Hearing.Refused("the challenge is none that Zoom makes");
        }
        byte[] signed = Macs.sha256(secret.get(), challenge.getBytes(StandardCharsets.UTF_8));
        Map<String, String> answer = new TreeMap<>(
                Map.of("plainToken", challenge, "encryptedToken", HexFormat.of().formatHex(signed)));
        return new Hearing.Answer(JsonMapper.shared().writeValueAsString(answer));
    }

    @Override
    public Optional<String> renew(SourceSettings source, Asking asking) throws IOException {
        if (!renewable(source)) {
            return Optional.empty();
        }
        String client = source.need(CLIENT) + ":" + source.secret(CLIENT_SECRET).orElse("");
        HttpFetcher.Reply reply = asking.ask(
                new HttpFetcher.Request(
                        "POST",
                        oauth(source) + "/oauth/token?grant_type=account_credentials&account_id="
                                + URLEncoder.encode(source.need(ACCOUNT), StandardCharsets.UTF_8),
                        Map.of(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)),
                                "Content-Type",
                                "application/x-www-form-urlencoded"),
                        ""),
                MAX_ANSWER);
        if (reply.status() != 200) {
            throw new IOException("Zoom's OAuth answered " + reply.status());
        }
        return Payload.of(reply.body()).flatMap(answer -> answer.text("access_token"));
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Optional<String> token = renew(source, asking);
        if (token.isEmpty()) {
            return Pulled.NOTHING;
        }
        String address = api(source) + "/v2/accounts/me/recordings?page_size=300&from="
                + now.minus(LISTED).atOffset(ZoneOffset.UTC).toLocalDate() + "&to="
                + now.atOffset(ZoneOffset.UTC).toLocalDate()
                + (mark == null ? "" : "&next_page_token=" + URLEncoder.encode(mark, StandardCharsets.UTF_8));
        HttpFetcher.Reply reply = asking.ask(
                HttpFetcher.Request.get(address, Map.of("Authorization", "Bearer " + token.get())), MAX_ANSWER);
        if (reply.status() != 200) {
            throw new IOException("Zoom's list of recordings answered " + reply.status());
        }
        Payload answer = Payload.of(reply.body()).orElseThrow(() -> new IOException("Zoom answered no JSON object"));
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Payload meeting : answer.list("meetings")) {
            if (meeting.has("uuid")) {
                Hearing.Heard heard = new ZoomMeeting(meeting, source, null).heard();
                found.addAll(heard.handOvers());
                unusable.addAll(heard.unusable());
            }
        }
        return new Pulled(found, unusable, answer.text("next_page_token").orElse(null));
    }
}
