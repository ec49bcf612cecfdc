package dev.tenure.catalog.people;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.Rows;
import dev.tenure.catalog.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcSettingsOfAccounts implements SettingsOfAccounts {

    private final JdbcClient database;
    private final Trail trail;

    JdbcSettingsOfAccounts(JdbcClient database, Trail trail) {
        this.database = database;
        this.trail = trail;
    }

    @Override
    public Revised<AccountSettings> of(AccountId account) {
        return find(account, "");
    }

    private Revised<AccountSettings> find(AccountId account, String lock) {
        return database.sql("""
                        SELECT steward_id, locale, zone, CAST(EXTRACT(epoch FROM session_lifetime) AS bigint) AS lifetime,
                               CAST(EXTRACT(epoch FROM session_idle) AS bigint) AS idle, revision
                          FROM account_settings WHERE account_id = :account
                        """ + lock)
                .param("account", account.value())
                .query(JdbcSettingsOfAccounts::settings)
                .optional()
                .orElse(new Revised<>(AccountSettings.DEFAULT, 0));
    }

    private static Revised<AccountSettings> settings(ResultSet row, int number) throws SQLException {
        UUID steward = Rows.uuidOrNull(row, "steward_id");
        AccountSettings settings = new AccountSettings(
                steward == null ? null : new PersonId(steward),
                Locale.forLanguageTag(row.getString("locale")),
                ZoneId.of(row.getString("zone")),
                Duration.ofSeconds(row.getLong("lifetime")),
                Duration.ofSeconds(row.getLong("idle")));
        return new Revised<>(settings, row.getLong("revision"));
    }

    @Override
    @Transactional
    public Change change(AccountId account, AccountSettings settings, Expected expected, Actor actor) {
        UUID steward = settings.steward() == null ? null : settings.steward().value();
        // Of two who settle something for the first time there is no row yet that one could wait for.
        database.sql("SELECT id FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query(UUID.class)
                .single();
        // The steward's row is locked against leaving meanwhile.
        if (steward != null
                && database.sql(
                                "SELECT id FROM person WHERE id = :id AND account_id = :account AND left_at IS NULL FOR SHARE")
                        .param("id", steward)
                        .param("account", account.value())
                        .query(UUID.class)
                        .optional()
                        .isEmpty()) {
            return Change.NO_STEWARD;
        }
        if (!expected.allows(find(account, "FOR UPDATE").revision())) {
            return Change.OUTDATED;
        }
        database.sql("""
                        INSERT INTO account_settings (account_id, steward_id, locale, zone, session_lifetime, session_idle)
                        VALUES (:account, :steward, :locale, :zone, make_interval(secs => :lifetime), make_interval(secs => :idle))
                        ON CONFLICT (account_id) DO UPDATE
                           SET steward_id = excluded.steward_id, locale = excluded.locale, zone = excluded.zone,
                               session_lifetime = excluded.session_lifetime, session_idle = excluded.session_idle,
                               revision = account_settings.revision + 1
                        """)
                .param("account", account.value())
                .param("steward", steward)
                .param("locale", settings.locale().toLanguageTag())
                .param("zone", settings.zone().getId())
                .param("lifetime", (double) settings.sessionLifetime().toSeconds())
                .param("idle", (double) settings.sessionIdle().toSeconds())
                .update();
        trail.append(
                account,
                null,
                actor,
                "account.changed",
                Map.of(
                        "steward", steward == null ? "" : steward.toString(),
                        "sessionLifetime", settings.sessionLifetime().toString(),
                        "sessionIdle", settings.sessionIdle().toString()));
        return Change.DONE;
    }
}
