package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Jwt;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The recording-ready callback: a form with {@code signed_parameters}, a token under the shared secret. It never expires and BigBlueButton sends it
 * once; sent again by whoever, it makes us look again and find nothing new.
 */
final class Ready {

    private static final Set<Jwt.Algorithm> ALGORITHMS = Set.of(Jwt.Algorithm.HS256, Jwt.Algorithm.HS512);

    private Ready() {}

    /** Empty when it is another kind of call. */
    static Optional<Hearing> hear(Delivery delivery, SourceSettings source, Instant now) {
        return Form.of(new String(delivery.body(), StandardCharsets.UTF_8))
                .flatMap(form -> form.find("signed_parameters"))
                .map(token -> Jwt.verify(token, source.secrets(BigBlueButton.SECRET), ALGORITHMS, false, now)
                        .map(Ready::said)
                        .orElseGet(() -> new Hearing.Refused("the token is not signed with the shared secret")));
    }

    private static Hearing said(JsonNode claims) {
        Payload said = Payload.of(claims);
        Optional<String> record = said.text("record_id");
        return record.isEmpty()
                ? new Hearing.Malformed("signed_parameters has no record_id.")
                : new Hearing.Look("recording " + record.get() + " of meeting "
                        + said.text("meeting_id").orElse("?") + " is ready");
    }
}
