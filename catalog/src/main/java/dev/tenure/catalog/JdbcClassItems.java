package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Living items of a part of a retention class whose time may have come, in order of id. */
final class JdbcClassItems {

    private final JdbcClient database;

    JdbcClassItems(JdbcClient database) {
        this.database = database;
    }

    List<Item> anchoredUpTo(ClassPart part, Instant cutoff, @Nullable ItemId after, int limit) {
        return page("anchor <= :cutoff AND state IN ('STORED', 'READY', 'TRASHED')", part, cutoff, after, limit);
    }

    List<Item> trashedUpTo(ClassPart part, Instant cutoff, @Nullable ItemId after, int limit) {
        return page("state = 'TRASHED' AND trashed_at <= :cutoff", part, cutoff, after, limit);
    }

    private List<Item> page(String condition, ClassPart part, Instant cutoff, @Nullable ItemId after, int limit) {
        return database.sql(ItemRow.SELECT + " WHERE " + condition + " AND " + Rows.OF_PART + """
                                   AND (CAST(:after AS uuid) IS NULL OR id > :after)
                                 ORDER BY id LIMIT :limit
                                """)
                .params(Rows.of(part))
                .param("cutoff", Rows.at(cutoff))
                .param("after", after == null ? null : after.value())
                .param("limit", limit)
                .query(ItemRow::read)
                .list();
    }
}
