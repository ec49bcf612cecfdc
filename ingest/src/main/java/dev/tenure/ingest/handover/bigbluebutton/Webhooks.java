package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of bbb-webhooks: a form of {@code domain}, {@code event} and {@code timestamp}, proven by {@code ?checksum=}, a hash of the registered
 * address, the raw body and the secret. Its other mode, which shows the secret itself as a bearer token, is refused: whoever sees one such call could
 * do with the server what they like.
 */
final class Webhooks {

    /** It repeats a call for about five minutes, with the timestamp of the first. */
    private static final Duration AGE = Duration.ofMinutes(5);

    /** By the length of the checksum in hexadecimal; SHA-1 is what bbb-webhooks does unless it is told otherwise. */
    private static final Map<Integer, String> ALGORITHMS =
            Map.of(40, "SHA-1", 64, "SHA-256", 96, "SHA-384", 128, "SHA-512");

    /** Those after which there is something to fetch. */
    private static final Set<String> READY = Set.of("rap-publish-ended", "rap-published", "rap-post-publish-ended");

    private Webhooks() {}

    static Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        if (!proven(delivery, source)) {
            return new Hearing.Refused("the checksum is not BigBlueButton's for this address and body");
        }
        Optional<Form> form = Form.of(new String(delivery.body(), StandardCharsets.UTF_8));
        Optional<Payload> said = form.flatMap(fields -> fields.find("event"))
                .flatMap(event -> Payload.of(("{\"events\":" + event + "}").getBytes(StandardCharsets.UTF_8)));
        Optional<Long> timestamp = form.flatMap(fields -> fields.find("timestamp"))
                .filter(text -> text.matches("[0-9]{1,15}"))
                .map(Long::valueOf);
        if (said.isEmpty() || timestamp.isEmpty()) {
            return new Hearing.Malformed("The body is not a form of domain, event (JSON) and timestamp.");
        }
        if (Duration.between(Instant.ofEpochMilli(timestamp.get()), now).abs().compareTo(AGE) > 0) {
            return new Hearing.Refused("the call is not of now");
        }
        List<Payload> events = said.get().list("events");
        return said(events.isEmpty() ? List.of(said.get().in("events")) : events);
    }

    private static Hearing said(List<Payload> events) {
        List<String> ready = new ArrayList<>();
        List<Unusable> failed = new ArrayList<>();
        for (Payload event : events) {
            Payload data = event.in("data");
            Payload attributes = data.in("attributes");
            String id = attributes
                    .text("record-id")
                    .or(() -> attributes.in("meeting").text("internal-meeting-id"))
                    .orElse("?");
            boolean ended = READY.contains(data.text("id").orElse(""));
            if (ended && attributes.has("success") && !attributes.yes("success")) {
                String workflow = attributes.text("workflow").orElse("?");
                failed.add(new Unusable(
                        "failed/" + workflow + "/" + id, id, "BigBlueButton failed to publish it as " + workflow));
            } else if (ended) {
                ready.add(id);
            }
        }
        if (!failed.isEmpty()) {
            // What else the call tells of is found by the next look.
            return new Hearing.Heard(List.of(), failed);
        }
        return ready.isEmpty()
                ? new Hearing.Ignored("it tells of no recording that was published")
                : new Hearing.Look("published: " + String.join(", ", ready));
    }

    private static boolean proven(Delivery delivery, SourceSettings source) {
        String shown = Form.of(delivery.query())
                .flatMap(query -> query.find("checksum"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        Optional<String> address = source.find(BigBlueButton.CALLBACK);
        String algorithm = ALGORITHMS.get(shown.length());
        if (address.isEmpty() || algorithm == null) {
            return false;
        }
        boolean proven = false;
        for (String secret : source.secrets(BigBlueButton.SECRET)) {
            byte[] right = checksum(algorithm, address.get(), delivery.body(), secret);
            proven |= MessageDigest.isEqual(right, shown.getBytes(StandardCharsets.UTF_8));
        }
        return proven;
    }

    private static byte[] checksum(String algorithm, String address, byte[] body, String secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(address.getBytes(StandardCharsets.UTF_8));
            digest.update(body);
            digest.update(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest()).getBytes(StandardCharsets.UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
