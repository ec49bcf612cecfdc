package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcRetentionClasses implements RetentionClasses {

    private static final String OWN = "SELECT id, account_id, facts FROM retention_class";

    /** The latest edition in force, if any rules yet; of several that began at once the one made last. */
    private static final String EDITION = """
              LEFT JOIN LATERAL (
                   SELECT sequence, facts FROM retention_edition
                    WHERE class_id = class.id AND effective_at <= :at
                      AND NOT EXISTS (SELECT FROM retention_revocation revoked WHERE revoked.change_id = retention_edition.change_id)
                    ORDER BY effective_at DESC, sequence DESC LIMIT 1) edition ON true
            """;

    private static final String IN_FORCE =
            "SELECT class.id, class.account_id, coalesce(edition.facts, class.facts) AS facts FROM retention_class class"
                    + EDITION;

    private final JdbcClient database;

    JdbcRetentionClasses(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void intern(RetentionClass retentionClass) {
        database.sql("""
                        INSERT INTO retention_class (id, account_id, facts)
                        VALUES (:id, :account, CAST(:facts AS jsonb))
                        ON CONFLICT (id) DO NOTHING
                        """)
                .param("id", retentionClass.id())
                .param("account", retentionClass.account().value())
                .param("facts", retentionClass.factsJson())
                .update();
    }

    @Override
    public Optional<RetentionClass> find(String id) {
        return database.sql(OWN + " WHERE id = :id")
                .param("id", id)
                .query(JdbcRetentionClasses::retentionClass)
                .optional();
    }

    @Override
    public Optional<RetentionClass> inForce(String id, Instant at) {
        return database.sql(IN_FORCE + " WHERE class.id = :id")
                .param("id", id)
                .param("at", Rows.at(at))
                .query(JdbcRetentionClasses::retentionClass)
                .optional();
    }

    @Override
    public List<RetentionClass> inForce(Instant at) {
        return database.sql(IN_FORCE + " ORDER BY class.id")
                .param("at", Rows.at(at))
                .query(JdbcRetentionClasses::retentionClass)
                .list();
    }

    @Override
    public List<RetentionClass> inForce(AccountId account, Instant at) {
        return database.sql(IN_FORCE + " WHERE class.account_id = :account ORDER BY class.id")
                .param("account", account.value())
                .param("at", Rows.at(at))
                .query(JdbcRetentionClasses::retentionClass)
                .list();
    }

    @Override
    public List<RetentionClass> of(AccountId account) {
        return database.sql(OWN + " WHERE account_id = :account ORDER BY id")
                .param("account", account.value())
                .query(JdbcRetentionClasses::retentionClass)
                .list();
    }

    @Override
    public List<Edition> editions(String id) {
        return database.sql("""
                        SELECT sequence, change_id, made_at, effective_at, revoked_at, facts
                          FROM retention_edition LEFT JOIN retention_revocation USING (change_id)
                         WHERE class_id = :id
                         ORDER BY sequence
                        """)
                .param("id", id)
                .query((row, number) -> new Edition(
                        row.getLong("sequence"),
                        Rows.uuidOrNull(row, "change_id"),
                        Rows.instant(row, "made_at"),
                        Rows.instant(row, "effective_at"),
                        Rows.instantOrNull(row, "revoked_at"),
                        row.getString("facts")))
                .list();
    }

    @Override
    public void append(String id, @Nullable UUID change, Instant madeAt, Instant effectiveAt, String factsJson) {
        database.sql("""
                        INSERT INTO retention_edition (class_id, change_id, made_at, effective_at, facts)
                        VALUES (:id, :change, :madeAt, :effectiveAt, CAST(:facts AS jsonb))
                        """)
                .param("id", id)
                .param("change", change)
                .param("madeAt", Rows.at(madeAt))
                .param("effectiveAt", Rows.at(effectiveAt))
                .param("facts", factsJson)
                .update();
    }

    @Override
    public boolean revoke(UUID change, Instant at) {
        return database.sql("""
                                INSERT INTO retention_revocation (change_id, revoked_at) VALUES (:change, :at)
                                ON CONFLICT DO NOTHING
                                """)
                        .param("change", change)
                        .param("at", Rows.at(at))
                        .update()
                == 1;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void keepInForce(AccountId account) {
        lock("SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(:account, 0))) taken", account);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock(AccountId account) {
        lock("SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtextextended(:account, 0))) taken", account);
    }

    private void lock(String statement, AccountId account) {
        database.sql(statement)
                .param("account", "editions " + account)
                .query(Integer.class)
                .single();
    }

    /** A class whose items are behind. */
    private record Behind(
            String id,
            long target,
            @Nullable Instant afterAnchor,
            @Nullable UUID afterItem) {}

    /** Where an item stands in the order of its class. */
    private record Place(UUID item, Instant anchor) {}

    /** Each item by a statement of its own, so that no two rows are ever locked at once; a crash in between tells the same items again. */
    @Override
    public int follow(Instant now, int limit) {
        int told = 0;
        Optional<Behind> behind = behind(now);
        while (told == 0 && behind.isPresent()) {
            told = follow(behind.get(), limit);
            // A class that has no items is through with that, and the next one may have some.
            behind = told == 0 ? behind(now) : behind;
        }
        return told;
    }

    private int follow(Behind behind, int limit) {
        List<Place> page = database.sql("""
                        SELECT id, anchor FROM item
                         WHERE retention_class = :class AND state IN ('STORED', 'READY', 'TRASHED') AND anchor IS NOT NULL
                           AND (CAST(:anchor AS timestamptz) IS NULL OR (anchor, id) > (CAST(:anchor AS timestamptz), CAST(:item AS uuid)))
                         ORDER BY anchor, id LIMIT :limit
                        """)
                .param("class", behind.id())
                .param("anchor", Rows.at(behind.afterAnchor()))
                .param("item", behind.afterItem())
                .param("limit", limit)
                .query((row, number) -> new Place(Rows.uuid(row, "id"), Rows.instant(row, "anchor")))
                .list();
        for (Place place : page) {
            database.sql("UPDATE item SET facts_version = facts_version + 1 WHERE id = :id")
                    .param("id", place.item())
                    .update();
        }
        note(behind, page.size() < limit ? null : page.getLast());
        return page.size();
    }

    private Optional<Behind> behind(Instant now) {
        return database.sql("SELECT class.id, coalesce(edition.sequence, 0) AS target, follow.target AS former,"
                        + " follow.after_anchor, follow.after_item FROM retention_class class" + EDITION
                        + """
                          LEFT JOIN retention_follow follow ON follow.class_id = class.id
                         WHERE coalesce(edition.sequence, 0) <> coalesce(follow.followed, 0)
                         ORDER BY class.id LIMIT 1
                        """)
                .param("at", Rows.at(now))
                .query((row, number) -> {
                    long target = row.getLong("target");
                    boolean begun = row.getLong("former") == target;
                    return new Behind(
                            row.getString("id"),
                            target,
                            begun ? Rows.instantOrNull(row, "after_anchor") : null,
                            begun ? Rows.uuidOrNull(row, "after_item") : null);
                })
                .optional();
    }

    private void note(Behind behind, @Nullable Place last) {
        database.sql("""
                        INSERT INTO retention_follow AS f (class_id, followed, target, after_anchor, after_item)
                        VALUES (:class, CASE WHEN :through THEN :target ELSE 0 END, :target, :anchor, :item)
                        ON CONFLICT (class_id) DO UPDATE
                           SET followed = CASE WHEN :through THEN :target ELSE f.followed END, target = :target,
                               after_anchor = :anchor, after_item = :item
                        """)
                .param("class", behind.id())
                .param("through", last == null)
                .param("target", behind.target())
                .param("anchor", last == null ? null : Rows.at(last.anchor()))
                .param("item", last == null ? null : last.item())
                .update();
    }

    private static RetentionClass retentionClass(ResultSet row, int number) throws SQLException {
        return new RetentionClass(
                row.getString("id"), new AccountId(Rows.uuid(row, "account_id")), row.getString("facts"));
    }
}
