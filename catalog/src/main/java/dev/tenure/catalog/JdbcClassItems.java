package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Living items of a part of a retention class whose time may have come, the longest ago first. */
final class JdbcClassItems {

    private final JdbcClient database;

    JdbcClassItems(JdbcClient database) {
        this.database = database;
    }

    List<Item> anchoredUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit) {
        return page("anchor", Item::anchor, "state IN ('STORED', 'READY', 'TRASHED')", part, cutoff, after, limit);
    }

    List<Item> trashedUpTo(ClassPart part, Instant cutoff, @Nullable Item after, int limit) {
        return page("trashed_at", Item::trashedAt, "state = 'TRASHED'", part, cutoff, after, limit);
    }

    /** An index leads to the instant: a page begins where the one before ended, and no row of those before is read again. */
    private List<Item> page(
            String column,
            Function<Item, @Nullable Instant> instant,
            String states,
            ClassPart part,
            Instant cutoff,
            @Nullable Item after,
            int limit) {
        String beyond = after == null ? "" : " AND %1$s >= :instant AND (%1$s, id) > (:instant, :after)";
        JdbcClient.StatementSpec page = database.sql((ItemRow.SELECT + " WHERE " + states + " AND %1$s <= :cutoff AND "
                                + Rows.OF_PART + beyond + " ORDER BY %1$s, id LIMIT :limit")
                        .formatted(column))
                .params(Rows.of(part))
                .param("cutoff", Rows.at(cutoff))
                .param("limit", limit);
        if (after != null) {
            page = page.param("instant", Rows.at(Objects.requireNonNull(instant.apply(after))))
                    .param("after", after.id().value());
        }
        return page.query(ItemRow::read).list();
    }
}
