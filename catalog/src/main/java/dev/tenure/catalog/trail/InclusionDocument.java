package dev.tenure.catalog.trail;

import dev.tenure.catalog.TrailDetail;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.merkle.TreeHash;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The file that proves one entry. */
record InclusionDocument(
        LoggedEntry entry, @Nullable TrailDetail detail, long index, List<TreeHash> path, SignedHead head) {

    static final String SCHEMA = "tenure-trail-inclusion/1";

    JsonObject json() {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("entry", entry.json())
                .put(
                        "detail",
                        detail == null
                                ? null
                                : JsonObject.builder()
                                        .put("salt", detail.salt())
                                        .put("body", detail.body())
                                        .build())
                .put("index", index)
                .put(
                        "path",
                        JsonArray.ofStrings(path.stream().map(TreeHash::hex).toList()))
                .put("signedHead", head.envelope())
                .build();
    }

    static InclusionDocument read(ObjectReader reader) {
        reader.constant("schema", SCHEMA);
        return new InclusionDocument(
                reader.nested("entry", LoggedEntry::read),
                reader.optionalNested(
                        "detail", detail -> new TrailDetail(detail.string("salt"), detail.string("body"))),
                reader.integer("index"),
                reader.strings("path").stream().map(TreeHash::new).toList(),
                SignedHead.open(reader.object("signedHead")));
    }

    /** @throws MalformedJson if it proves nothing */
    void check() {
        InclusionProof proof = new InclusionProof(index, head.head().size(), path);
        if (!proof.proves(entry.leaf(), head.head().root())) {
            throw new MalformedJson("the path does not lead from the entry to the signed root: either was changed");
        }
        if (detail != null && !detail.commitment().equals(entry.commitment())) {
            throw new MalformedJson("the detail is not the one that the entry was committed to");
        }
    }
}
