package dev.tenure.catalog.recovery;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.json.StrictJson;
import dev.tenure.catalog.signing.SignedDocument;
import dev.tenure.catalog.signing.SigningKey;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows in a signed document: {@code {"rows":{"at":…,"place":…,"rows":[{"row":"…","table":"…"}],"schema":"tenure-rows/1","version":"…","what":"…"},"signature":{…}}}. It is
 * signed because sealing needs the public half of the recovery key only, which is no secret.
 *
 * @param place where in the ledger it stands; absent in a copy of an item
 * @param what the key of its object; the same bytes elsewhere are refused
 * @param at when they were read, ISO 8601 with microseconds
 * @param version the last migration of the database that they were read from
 */
record KeptRows(@Nullable Place place, String what, String at, String version, List<KeptRow> rows) {

    /** Of the text; one row may hold the sound of a notice. */
    static final int MAX_BYTES = 256 << 20;

    private static final String NAME = "rows";

    /**
     * A place in the ledger.
     *
     * @param first the first object of this ledger, which is begun anew now and then
     * @param previous the object that was written before; 0 for none
     * @param whole whether all was told by then, so that what lies before the first is needed no more
     */
    record Place(long first, long previous, boolean whole) {

        JsonObject json() {
            return JsonObject.builder()
                    .put("first", first)
                    .put("previous", previous)
                    .put("whole", whole)
                    .build();
        }

        static Place read(ObjectReader reader) {
            return new Place(reader.integer("first"), reader.integer("previous"), reader.bool("whole"));
        }
    }

    KeptRows {
        rows = List.copyOf(rows);
    }

    /** The place of an object of the ledger. */
    Place inLedger() {
        if (place == null) {
            throw new MalformedJson(what + " has no place in the ledger");
        }
        return place;
    }

    byte[] signed(SigningKey key) {
        JsonObject document = JsonObject.builder()
                .put("schema", "tenure-rows/1")
                .put("place", place == null ? null : place.json())
                .put("what", what)
                .put("at", at)
                .put("version", version)
                .put("rows", JsonArray.of(rows, KeptRow::json))
                .build();
        return SignedDocument.sign(NAME, document, key).canonicalBytes();
    }

    /**
     * Reads them.
     *
     * @param signers ids of the keys that may have signed
     * @throws MalformedJson when it is no such document, belongs elsewhere, or nobody of those signed it
     */
    static KeptRows open(byte[] text, String what, Set<String> signers) {
        SignedDocument opened = SignedDocument.open(NAME, StrictJson.parseObject(text, MAX_BYTES), null);
        return switch (opened) {
            case SignedDocument.Forged(String reason) -> throw new MalformedJson(reason);
            case SignedDocument.Genuine(JsonObject document, String signer)
            when signers.contains(signer) -> read(document, what);
            case SignedDocument.Genuine(JsonObject document, String signer) ->
                throw new MalformedJson("signed by " + signer + ", which is no key of this installation");
        };
    }

    private static KeptRows read(JsonObject document, String what) {
        ObjectReader reader = ObjectReader.of(document, NAME);
        reader.constant("schema", "tenure-rows/1");
        reader.constant("what", what);
        return new KeptRows(
                reader.optionalNested("place", Place::read),
                what,
                reader.string("at"),
                reader.string("version"),
                reader.objects("rows", KeptRow::read));
    }
}
