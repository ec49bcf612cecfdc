package dev.tenure.retention.change;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcChanges {

    private static final String SELECT = """
            SELECT change.id, rule_set_id, revision, reason, preview_digest, items, bytes, items_at_once, proposed_by, proposed_at, approved_by,
                   approved_at, takes_effect_at, revoked_by, revoked_at, revoke_reason
              FROM rule_change change JOIN rule_set ON rule_set.id = change.rule_set_id
             WHERE change.account_id = :account
            """;

    private final JdbcClient database;

    JdbcChanges(JdbcClient database) {
        this.database = database;
    }

    Optional<Change> find(AccountId account, ChangeId id) {
        return database.sql(SELECT + " AND change.id = :id")
                .param("account", account.value())
                .param("id", id.value())
                .query(JdbcChanges::change)
                .optional();
    }

    /** Whether somebody was added to their account after this instant. */
    boolean cameAfter(PersonId person, Instant instant) {
        return database.sql("SELECT EXISTS (SELECT FROM person WHERE id = :id AND created_at > :instant)")
                .param("id", person.value())
                .param("instant", Rows.at(instant))
                .query(Boolean.class)
                .single();
    }

    List<Change> page(AccountId account, @Nullable ChangeId before, int limit) {
        return database.sql(SELECT + """
                                 AND (CAST(:before AS uuid) IS NULL OR change.id < :before)
                                 ORDER BY change.id DESC LIMIT :limit
                                """)
                .param("account", account.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query(JdbcChanges::change)
                .list();
    }

    void insert(AccountId account, Change change) {
        database.sql("""
                        INSERT INTO rule_change (id, account_id, rule_set_id, reason, preview_digest, items, bytes, items_at_once, proposed_by,
                                                 proposed_at)
                        VALUES (:id, :account, :ruleSet, :reason, :digest, :items, :bytes, :atOnce, :by, :at)
                        """)
                .param("id", change.id().value())
                .param("account", account.value())
                .param("ruleSet", change.ruleSet())
                .param("reason", change.reason())
                .param("digest", change.seen().digest())
                .param("items", change.seen().items())
                .param("bytes", change.seen().bytes())
                .param("atOnce", change.seen().itemsAtOnce())
                .param("by", change.proposedBy().value())
                .param("at", Rows.at(change.proposedAt()))
                .update();
    }

    boolean approve(ChangeId id, Change.Approval approval) {
        return database.sql("""
                                UPDATE rule_change SET approved_by = :by, approved_at = :at, takes_effect_at = :effective
                                 WHERE id = :id AND approved_at IS NULL AND revoked_at IS NULL
                                """)
                        .param("id", id.value())
                        .param("by", approval.by().value())
                        .param("at", Rows.at(approval.at()))
                        .param("effective", Rows.at(approval.takesEffectAt()))
                        .update()
                == 1;
    }

    boolean revoke(ChangeId id, String reason, Instant now, Actor actor) {
        return database.sql("""
                                UPDATE rule_change SET revoked_by = :by, revoked_at = :at, revoke_reason = :reason
                                 WHERE id = :id AND revoked_at IS NULL AND (takes_effect_at IS NULL OR takes_effect_at > :at)
                                """)
                        .param("id", id.value())
                        .param("by", actor.value())
                        .param("at", Rows.at(now))
                        .param("reason", reason)
                        .update()
                == 1;
    }

    private static Change change(ResultSet row, int number) throws SQLException {
        Instant proposed = Rows.instant(row, "proposed_at");
        Instant approved = Rows.instantOrNull(row, "approved_at");
        Instant revoked = Rows.instantOrNull(row, "revoked_at");
        return new Change(
                new ChangeId(Rows.uuid(row, "id")),
                Rows.uuid(row, "rule_set_id"),
                row.getInt("revision"),
                row.getString("reason"),
                new Preview(
                        proposed,
                        row.getLong("items"),
                        row.getLong("bytes"),
                        row.getLong("items_at_once"),
                        row.getString("preview_digest")),
                new PersonId(Rows.uuid(row, "proposed_by")),
                proposed,
                approved == null
                        ? null
                        : new Change.Approval(
                                new PersonId(Rows.uuid(row, "approved_by")),
                                approved,
                                Rows.instant(row, "takes_effect_at")),
                revoked == null
                        ? null
                        : new Change.Revocation(row.getString("revoked_by"), revoked, row.getString("revoke_reason")));
    }
}
