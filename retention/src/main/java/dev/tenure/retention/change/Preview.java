package dev.tenure.retention.change;

import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.retention.ProvisionsJson;
import dev.tenure.retention.RuleSet;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody saw of a change before they proposed it.
 *
 * @param askedAt when they looked
 * @param items that would go sooner
 * @param bytes of these
 * @param itemsAtOnce those of them that would go as soon as the change takes effect
 * @param digest of all this and the rules that they looked at, in hex
 */
public record Preview(Instant askedAt, long items, long bytes, long itemsAtOnce, String digest) {

    static Preview of(RuleSet rules, Instant askedAt, long items, long bytes, long itemsAtOnce) {
        var seen = JsonObject.builder()
                .put("schema", "tenure-rules-preview/1")
                .put("account", rules.account().toString())
                .put("askedAt", askedAt.toString())
                .put("items", items)
                .put("bytes", bytes)
                .put("itemsAtOnce", itemsAtOnce)
                .put("zone", rules.zone().getId())
                .put("accountMin", text(rules.accountRange().minimum()))
                .put("accountMax", text(rules.accountRange().maximum()))
                .put("statutoryMin", text(rules.statutoryRange().minimum()))
                .put("statutoryMax", text(rules.statutoryRange().maximum()))
                .put("hostDefault", text(rules.hostDefault()))
                .put("trashGrace", rules.trashGrace().toString())
                .put("holdCoolOff", rules.holdCoolOff().toString())
                .put("provisions", ProvisionsJson.write(rules.provisions()));
        return new Preview(askedAt, items, bytes, itemsAtOnce, seen.build().sha256());
    }

    /** Whether this is a preview of these rules, unaltered. */
    boolean isOf(RuleSet rules) {
        return of(rules, askedAt, items, bytes, itemsAtOnce).digest().equals(digest);
    }

    /** Whether so much more would go by now that what was seen says nothing of it: more than a hundredth, and of less than a hundred one more. */
    boolean saysTooLittleOf(Preview now) {
        return muchMore(items, now.items) || muchMore(itemsAtOnce, now.itemsAtOnce) || muchMore(bytes, now.bytes);
    }

    private static boolean muchMore(long then, long now) {
        return now > then + then / 100;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
