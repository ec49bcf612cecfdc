package dev.tenure.catalog.trail;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.merkle.ConsistencyProof;
import dev.tenure.catalog.merkle.TreeHash;
import java.util.List;

/** The file that proves that nothing was changed or taken away between two heads. */
record ConsistencyDocument(SignedHead from, SignedHead to, List<TreeHash> path) {

    static final String SCHEMA = "tenure-trail-consistency/1";

    JsonObject json() {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("from", from.envelope())
                .put("to", to.envelope())
                .put(
                        "path",
                        JsonArray.ofStrings(path.stream().map(TreeHash::hex).toList()))
                .build();
    }

    static ConsistencyDocument read(ObjectReader reader) {
        reader.constant("schema", SCHEMA);
        return new ConsistencyDocument(
                SignedHead.open(reader.object("from")),
                SignedHead.open(reader.object("to")),
                reader.strings("path").stream().map(TreeHash::new).toList());
    }

    /** @throws MalformedJson if it proves nothing */
    void check() {
        ConsistencyProof proof =
                new ConsistencyProof(from.head().size(), to.head().size(), path);
        if (!proof.proves(from.head().root(), to.head().root())) {
            throw new MalformedJson("the path does not lead from the one signed root to the other");
        }
    }
}
