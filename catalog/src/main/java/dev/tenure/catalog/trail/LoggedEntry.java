package dev.tenure.catalog.trail;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.ObjectReader;
import dev.tenure.catalog.merkle.TreeHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The half of an entry that stays for ever, and that its leaf is the hash of.
 *
 * @param at in whole microseconds, as PostgreSQL keeps it
 * @param commitment to the other half, a {@link dev.tenure.catalog.TrailDetail}
 */
public record LoggedEntry(
        long sequence, AccountId account, @Nullable ItemId item, Instant at, String action, ContentHash commitment) {

    static final String SCHEMA = "tenure-trail-entry/1";

    JsonObject json() {
        return JsonObject.builder()
                .put("schema", SCHEMA)
                .put("sequence", sequence)
                .put("account", account.toString())
                .put("item", item == null ? null : item.toString())
                .put("at", Microseconds.text(at))
                .put("action", action)
                .put("commitment", commitment.hex())
                .build();
    }

    static LoggedEntry read(ObjectReader reader) {
        reader.constant("schema", SCHEMA);
        return new LoggedEntry(
                reader.integer("sequence"),
                reader.map("account", AccountId::of),
                reader.optionalMap("item", ItemId::of),
                reader.map("at", Microseconds::parse),
                reader.string("action"),
                reader.map("commitment", ContentHash::new));
    }

    TreeHash leaf() {
        return TreeHash.ofLeaf(json().canonicalBytes());
    }
}
