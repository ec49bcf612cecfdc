package dev.tenure.retention.expiry;

import dev.tenure.catalog.ClassPart;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Rows;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was told about the end of items, and which items to look at. */
final class JdbcExpiryNotices {

    private final JdbcClient database;

    JdbcExpiryNotices(JdbcClient database) {
        this.database = database;
    }

    /** An item to look at, and its facts' version as it was then. */
    record Candidate(ItemId item, int factsVersion) {}

    /**
     * Items of a part of a class that may come near their end and were not looked at as they are now, in order of id.
     *
     * @param anchoredUpTo absent where no anchor is near its end
     */
    List<Candidate> candidates(
            ClassPart part,
            Warning warning,
            @Nullable Instant anchoredUpTo,
            Instant trashedUpTo,
            @Nullable ItemId after,
            int limit) {
        return database.sql("""
                        SELECT item.id, item.facts_version
                          FROM item
                          LEFT JOIN expiry_notice n
                            ON n.item_id = item.id AND n.warning = :warning AND n.facts_version = item.facts_version
                         WHERE item.state IN ('STORED', 'READY', 'TRASHED') AND n.item_id IS NULL
                           AND (item.anchor <= CAST(:anchored AS timestamptz)
                                OR (item.state = 'TRASHED' AND item.trashed_at <= :trashed))
                           AND (CAST(:after AS uuid) IS NULL OR item.id > :after)
                           AND\s""" + Rows.OF_PART + " ORDER BY item.id LIMIT :limit")
                .params(Rows.of(part))
                .param("warning", warning.word())
                .param("anchored", anchoredUpTo == null ? null : at(anchoredUpTo))
                .param("trashed", at(trashedUpTo))
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query((row, number) ->
                        new Candidate(new ItemId(row.getObject("id", UUID.class)), row.getInt("facts_version")))
                .list();
    }

    /** Notes the warning; true when this date has not been told of with it. */
    boolean note(Candidate candidate, Warning warning, Instant destroyAt) {
        if (insert(candidate, warning, destroyAt)) {
            return true;
        }
        // Two statements, because an upsert does not say whether the date is another.
        boolean moved = database.sql("""
                        UPDATE expiry_notice SET destroy_at = :at
                         WHERE item_id = :item AND warning = :warning AND destroy_at <> :at
                        """)
                        .param("item", candidate.item().value())
                        .param("warning", warning.word())
                        .param("at", at(destroyAt))
                        .update()
                == 1;
        database.sql("UPDATE expiry_notice SET facts_version = :version WHERE item_id = :item AND warning = :warning")
                .param("item", candidate.item().value())
                .param("warning", warning.word())
                .param("version", candidate.factsVersion())
                .update();
        return moved;
    }

    private boolean insert(Candidate candidate, Warning warning, Instant destroyAt) {
        return database.sql("""
                        INSERT INTO expiry_notice (item_id, warning, destroy_at, facts_version)
                        VALUES (:item, :warning, :at, :version)
                        ON CONFLICT DO NOTHING
                        """)
                        .param("item", candidate.item().value())
                        .param("warning", warning.word())
                        .param("at", at(destroyAt))
                        .param("version", candidate.factsVersion())
                        .update()
                == 1;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
