package dev.tenure.retention.hold;

import dev.tenure.catalog.ItemId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where the audit is. */
final class JdbcHoldAudit {

    private final JdbcClient database;

    JdbcHoldAudit(JdbcClient database) {
        this.database = database;
    }

    /**
     * A place.
     *
     * @param beganAt of the audit that is under way, or of the last one; absent before the first
     * @param after the last item that was looked at; absent at the beginning
     */
    record Place(
            @Nullable Instant beganAt,
            boolean underWay,
            @Nullable ItemId after) {}

    Place place() {
        return database.sql("SELECT began_at, under_way, after_item FROM hold_audit")
                .query((row, number) -> {
                    OffsetDateTime began = row.getObject("began_at", OffsetDateTime.class);
                    UUID after = row.getObject("after_item", UUID.class);
                    return new Place(
                            began == null ? null : began.toInstant(),
                            row.getBoolean("under_way"),
                            after == null ? null : new ItemId(after));
                })
                .single();
    }

    void begin(Instant now) {
        database.sql("UPDATE hold_audit SET began_at = :now, under_way = true, after_item = NULL")
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Notes the next place; without one the audit is at its end. */
    void reached(@Nullable ItemId after) {
        database.sql("UPDATE hold_audit SET after_item = :after, under_way = CAST(:after AS uuid) IS NOT NULL")
                .param("after", after == null ? null : after.value())
                .update();
    }
}
