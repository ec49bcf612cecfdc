package dev.tenure.retention.policy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.retention.Grace;
import dev.tenure.retention.ProvisionsJson;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcRuleSets {

    private final JdbcClient database;

    JdbcRuleSets(JdbcClient database) {
        this.database = database;
    }

    /**
     * Lets one revision of an account be made at a time. Not the lock for deletion: that one waits for everybody who writes any row that refers
     * to the account, and two of those who come here would wait for each other.
     */
    void lock(AccountId account) {
        database.sql("SELECT id FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query(UUID.class)
                .single();
    }

    Optional<RuleSet> latest(AccountId account) {
        return database.sql("""
                        SELECT id, account_id, revision, zone, account_min, account_max, statutory_min, statutory_max,
                               host_default, trash_grace, hold_cool_off, provisions
                          FROM rule_set
                         WHERE account_id = :account
                         ORDER BY revision DESC LIMIT 1
                        """)
                .param("account", account.value())
                .query(JdbcRuleSets::ruleSet)
                .optional();
    }

    void insert(RuleSet revision, Actor actor) {
        database.sql("""
                        INSERT INTO rule_set (id, account_id, revision, zone, account_min, account_max, statutory_min,
                                              statutory_max, host_default, trash_grace, hold_cool_off, provisions, made_by)
                        VALUES (:id, :account, :revision, :zone, :accountMin, :accountMax, :statutoryMin, :statutoryMax,
                                :hostDefault, :trashGrace, :coolOff, CAST(:provisions AS jsonb), :madeBy)
                        """)
                .param("id", revision.id())
                .param("account", revision.account())
                .param("revision", revision.revision())
                .param("zone", revision.zone().getId())
                .param("accountMin", text(revision.accountRange().minimum()))
                .param("accountMax", text(revision.accountRange().maximum()))
                .param("statutoryMin", text(revision.statutoryRange().minimum()))
                .param("statutoryMax", text(revision.statutoryRange().maximum()))
                .param("hostDefault", text(revision.hostDefault()))
                .param("trashGrace", revision.trashGrace().toString())
                .param("coolOff", revision.holdCoolOff().toString())
                .param("provisions", ProvisionsJson.write(revision.provisions()).canonical())
                .param("madeBy", actor.value())
                .update();
    }

    private static RuleSet ruleSet(ResultSet row, int number) throws SQLException {
        return new RuleSet(
                row.getObject("id", UUID.class),
                row.getObject("account_id", UUID.class),
                row.getInt("revision"),
                ZoneId.of(row.getString("zone")),
                new RuleSet.Range(period(row, "account_min"), period(row, "account_max")),
                new RuleSet.Range(period(row, "statutory_min"), period(row, "statutory_max")),
                period(row, "host_default"),
                Grace.parse(row.getString("trash_grace")),
                Grace.parse(row.getString("hold_cool_off")),
                ProvisionsJson.parse(row.getString("provisions")));
    }

    private static @Nullable RetentionPeriod period(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : RetentionPeriod.parse(text);
    }

    private static @Nullable String text(@Nullable RetentionPeriod period) {
        return period == null ? null : period.toString();
    }
}
