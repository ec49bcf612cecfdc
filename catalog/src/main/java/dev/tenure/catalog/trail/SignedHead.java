package dev.tenure.catalog.trail;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import dev.tenure.catalog.signing.SigningKey;
import java.nio.charset.StandardCharsets;

/**
 * A head whose signature was found to be the named key's.
 *
 * @param envelope head and signature, as they were signed
 */
public record SignedHead(TrailHead head, String keyId, JsonObject envelope) {

    static final String DOCUMENT = "head";
    static final int MAX_BYTES = 16_384;

    static SignedHead sign(TrailHead head, SigningKey key) {
        return new SignedHead(head, key.keyId(), SignedDocument.sign(DOCUMENT, head.json(), key));
    }

    /** @throws MalformedJson if it is no head, or its signature does not fit */
    static SignedHead open(String text) {
        return open(StrictJson.parseObject(text.getBytes(StandardCharsets.UTF_8), MAX_BYTES));
    }

    /** @throws MalformedJson if it is no head, or its signature does not fit */
    static SignedHead open(JsonObject envelope) {
        return switch (SignedDocument.open(DOCUMENT, envelope, null)) {
            case SignedDocument.Forged(String reason) -> throw new MalformedJson(reason);
            case SignedDocument.Genuine(JsonObject document, String keyId) -> {
                ObjectReader reader = ObjectReader.of(document, DOCUMENT);
                TrailHead head = TrailHead.read(reader);
                reader.end();
                yield new SignedHead(head, keyId, envelope);
            }
        };
    }

    /** One line of canonical JSON. */
    public String text() {
        return envelope.canonical();
    }
}
