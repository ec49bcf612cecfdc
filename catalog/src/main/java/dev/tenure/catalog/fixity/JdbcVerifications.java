package dev.tenure.catalog.fixity;

import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.fixity.Verifications.Turn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcVerifications implements Verifications {

    /** What readers see, of items that are kept. */
    private static final String KEPT =
            "o.status = 'VISIBLE' AND i.state IN ('STORED', 'QUARANTINED', 'READY', 'TRASHED')";

    private final JdbcClient database;

    JdbcVerifications(JdbcClient database) {
        this.database = database;
    }

    @Override
    public List<Turn> turns(Instant notSince, @Nullable Turn after, int limit) {
        return database.sql("""
                        SELECT o.id, o.checked_at
                          FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE %s AND o.damage IS NULL AND o.checked_at < :notSince
                           AND (CAST(:afterId AS uuid) IS NULL OR (o.checked_at, o.id) > (:afterAt, :afterId))
                         ORDER BY o.checked_at, o.id LIMIT :limit
                        """.formatted(KEPT))
                .param("notSince", Rows.at(notSince))
                .param("afterAt", Rows.at(after == null ? notSince : after.checkedAt()))
                .param("afterId", after == null ? null : after.object().value())
                .param("limit", limit)
                .query(JdbcVerifications::turn)
                .list();
    }

    @Override
    public List<Turn> damaged(Instant notSince, int limit) {
        return database.sql("""
                        SELECT o.id, o.checked_at
                          FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE %s AND o.damage IS NOT NULL AND o.checked_at < :notSince
                         ORDER BY o.checked_at, o.id LIMIT :limit
                        """.formatted(KEPT))
                .param("notSince", Rows.at(notSince))
                .param("limit", limit)
                .query(JdbcVerifications::turn)
                .list();
    }

    private static Turn turn(ResultSet row, int number) throws SQLException {
        return new Turn(new ObjectId(Rows.uuid(row, "id")), Rows.instant(row, "checked_at"));
    }

    @Override
    @Transactional
    public Noted sound(Turn turn, Instant began) {
        Optional<Boolean> damaged = database.sql("""
                        SELECT damage IS NOT NULL FROM stored_object
                         WHERE id = :id AND status = 'VISIBLE' AND checked_at = :seen
                           FOR UPDATE
                        """)
                .param("id", turn.object().value())
                .param("seen", Rows.at(turn.checkedAt()))
                .query(Boolean.class)
                .optional();
        if (damaged.isEmpty()) {
            return Noted.OVERTAKEN;
        }
        changeOne(database.sql(
                        "UPDATE stored_object SET checked_at = :began, verified_at = :began, damage = NULL WHERE id = :id")
                .param("id", turn.object().value())
                .param("began", Rows.at(began))
                .update());
        return damaged.get() ? Noted.NEWS : Noted.KNOWN;
    }

    /** The item is locked before its object, as everybody does. */
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Noted unsound(ObjectId object, Damage damage, Instant now) {
        boolean kept = database.sql("""
                        SELECT id FROM item
                         WHERE id = (SELECT item_id FROM stored_object WHERE id = :id)
                           AND state IN ('STORED', 'QUARANTINED', 'READY', 'TRASHED')
                           FOR SHARE
                        """)
                .param("id", object.value())
                .query()
                .optionalValue()
                .isPresent();
        if (!kept) {
            return Noted.OVERTAKEN;
        }
        Optional<Boolean> known = database.sql("""
                        SELECT damage IS NOT DISTINCT FROM :damage FROM stored_object
                         WHERE id = :id AND status = 'VISIBLE'
                           FOR UPDATE
                        """)
                .param("id", object.value())
                .param("damage", damage.name())
                .query(Boolean.class)
                .optional();
        if (known.isEmpty()) {
            return Noted.OVERTAKEN;
        }
        changeOne(database.sql("UPDATE stored_object SET checked_at = :now, damage = :damage WHERE id = :id")
                .param("id", object.value())
                .param("now", Rows.at(now))
                .param("damage", damage.name())
                .update());
        return known.get() ? Noted.KNOWN : Noted.NEWS;
    }

    private static void changeOne(int changed) {
        if (changed != 1) {
            throw new IllegalStateException("a locked row became " + changed);
        }
    }

    @Override
    @Transactional
    public void count(Instant now, Duration window, Duration unless) {
        if (standing()
                .filter(last -> last.countedAt().plus(unless).isAfter(now))
                .isPresent()) {
            return;
        }
        changeOne(database.sql("""
                        INSERT INTO fixity_standing (counted_at, bytes, verified_bytes, oldest_at, damaged, missing)
                        SELECT :now,
                               coalesce(sum(o.size) FILTER (WHERE o.announced_at < :began), 0),
                               coalesce(sum(o.size) FILTER (WHERE o.announced_at < :began AND o.verified_at >= :began), 0),
                               min(coalesce(o.verified_at, o.announced_at)),
                               count(*) FILTER (WHERE o.damage = 'DAMAGED'),
                               count(*) FILTER (WHERE o.damage = 'MISSING')
                          FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE %s
                        ON CONFLICT (only_one) DO UPDATE
                           SET counted_at = excluded.counted_at, bytes = excluded.bytes, verified_bytes = excluded.verified_bytes,
                               oldest_at = excluded.oldest_at, damaged = excluded.damaged, missing = excluded.missing
                        """.formatted(KEPT))
                .param("now", Rows.at(now))
                .param("began", Rows.at(now.minus(window)))
                .update());
    }

    @Override
    public Optional<FixityStanding> standing() {
        return database.sql(
                        "SELECT counted_at, bytes, verified_bytes, oldest_at, damaged, missing FROM fixity_standing")
                .query((row, number) -> new FixityStanding(
                        Rows.instant(row, "counted_at"),
                        row.getLong("bytes"),
                        row.getLong("verified_bytes"),
                        Rows.instantOrNull(row, "oldest_at"),
                        row.getLong("damaged"),
                        row.getLong("missing")))
                .optional();
    }
}
