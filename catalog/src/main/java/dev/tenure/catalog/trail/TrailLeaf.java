package dev.tenure.catalog.trail;

import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.merkle.TreeHash;
import dev.tenure.catalog.timestamp.TimestampFailed;
import dev.tenure.catalog.timestamp.TimestampToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That an entry is in the tree of a signed head, for documents that must not show the entry: its leaf stands for it, which is the hash of what the
 * account gets as {@link TrailProofs#inclusion}.
 *
 * @param sequence of the entry
 * @param index of its leaf
 * @param path from the leaf up to the root of the head
 * @param token of a timestamp authority for the head; null where there is none
 */
public record TrailLeaf(
        long sequence,
        TreeHash leaf,
        long index,
        List<TreeHash> path,
        SignedHead head,
        @Nullable String token) {

    public TrailLeaf {
        path = List.copyOf(path);
    }

    public JsonObject json() {
        return JsonObject.builder()
                .put("sequence", sequence)
                .put("leaf", leaf.hex())
                .put("index", index)
                .put(
                        "path",
                        JsonArray.ofStrings(path.stream().map(TreeHash::hex).toList()))
                .put("signedHead", head.envelope())
                .put("timestampToken", token)
                .build();
    }

    /**
     * Reads it, and checks that it proves what it claims.
     *
     * @throws MalformedJson if it does not: the path leads elsewhere, the head's signature does not fit, or the token is another document's
     */
    public static TrailLeaf read(ObjectReader reader) {
        TrailLeaf read = new TrailLeaf(
                reader.integer("sequence"),
                reader.map("leaf", TreeHash::new),
                reader.integer("index"),
                reader.strings("path").stream().map(TreeHash::new).toList(),
                SignedHead.open(reader.object("signedHead")),
                reader.optionalString("timestampToken"));
        InclusionProof proof = new InclusionProof(read.index, read.head.head().size(), read.path);
        if (!proof.proves(read.leaf, read.head.head().root())) {
            throw new MalformedJson("the path does not lead from the trail's leaf to the signed root");
        }
        if (read.token != null) {
            try {
                TimestampToken.check(
                        Base64.getDecoder().decode(read.token),
                        read.head.text().getBytes(StandardCharsets.UTF_8),
                        null);
            } catch (TimestampFailed e) {
                throw new IllegalArgumentException("the timestamp is not the signed head's: " + e.getMessage(), e);
            }
        }
        return read;
    }
}
