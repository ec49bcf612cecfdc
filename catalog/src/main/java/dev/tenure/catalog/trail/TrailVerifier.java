package dev.tenure.catalog.trail;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks a proof or a head with nothing but the file. White space and the order of fields do not matter; any other change does. */
public final class TrailVerifier {

    /** A proof has some kilobytes, and its detail at most some hundred. */
    private static final int MAX_BYTES = 1 << 20;

    private final @Nullable String expectedKeyId;

    private TrailVerifier(@Nullable String expectedKeyId) {
        this.expectedKeyId = expectedKeyId;
    }

    /** Accepts any key, and names it for the reader to judge. */
    public static TrailVerifier ofAnyKey() {
        return new TrailVerifier(null);
    }

    /** Accepts only heads that the key with this id signed. */
    public static TrailVerifier ofKey(String keyId) {
        return new TrailVerifier(keyId);
    }

    /** Whether the file is one of those that are checked here, whole or not. */
    public static boolean recognises(byte[] file) {
        try {
            JsonObject document = StrictJson.parseObject(file, MAX_BYTES);
            return document.members().containsKey(SignedHead.DOCUMENT)
                    || schema(document).startsWith("tenure-trail-");
        } catch (MalformedJson e) {
            return false;
        }
    }

    public TrailVerdict verify(byte[] file) {
        try {
            JsonObject document = StrictJson.parseObject(file, MAX_BYTES);
            return switch (schema(document)) {
                case InclusionDocument.SCHEMA -> included(whole(document, InclusionDocument::read));
                case ConsistencyDocument.SCHEMA -> consistent(whole(document, ConsistencyDocument::read));
                default -> new TrailVerdict.Signed(expected(SignedHead.open(document)));
            };
        } catch (MalformedJson e) {
            return new TrailVerdict.Invalid(Objects.requireNonNull(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return new TrailVerdict.Invalid("the file contradicts itself: " + e.getMessage());
        }
    }

    private TrailVerdict included(InclusionDocument document) {
        SignedHead head = expected(document.head());
        document.check();
        return new TrailVerdict.Included(document.entry(), document.detail(), document.index(), head);
    }

    private TrailVerdict consistent(ConsistencyDocument document) {
        SignedHead from = expected(document.from());
        SignedHead to = expected(document.to());
        document.check();
        return new TrailVerdict.Consistent(from, to);
    }

    private SignedHead expected(SignedHead head) {
        if (expectedKeyId != null && !expectedKeyId.equals(head.keyId())) {
            throw new MalformedJson("signed by the key " + head.keyId() + ", not by the expected " + expectedKeyId);
        }
        return head;
    }

    private static <T> T whole(JsonObject document, Function<ObjectReader, T> read) {
        ObjectReader reader = ObjectReader.of(document, "the file");
        T result = read.apply(reader);
        reader.end();
        return result;
    }

    private static String schema(JsonObject document) {
        JsonValue schema = document.members().get("schema");
        return schema instanceof JsonString(String text) ? text : "";
    }
}
