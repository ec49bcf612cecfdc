package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKey;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.ConsideredRule;
import dev.tenure.retention.Decision;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.Explanation;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.RuleClass;
import dev.tenure.retention.rules.RetentionClass;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of destructions, what they deleted, and their certificates. */
final class JdbcDestructions {

    /** Problems of one item that its account is told of: more would tell of every refused version, fewer could hide a second cause. */
    static final int MAX_TOLD = 5;

    private final JdbcClient database;

    JdbcDestructions(JdbcClient database) {
        this.database = database;
    }

    /** A destruction that is not proven yet, or was. */
    record Row(
            ItemId item,
            DestructionCertificate.Authority authority,
            Instant startedAt,
            Instant committedAt,
            UUID keyId,
            String keyReceipt,
            @Nullable Instant firstAbsentAt) {}

    void insert(
            Item item, Explanation explanation, RetentionClass rules, ItemKey key, Instant started, Instant committed) {
        Decision decision = explanation.decision();
        database.sql("""
                        INSERT INTO destruction (item_id, account_id, started_at, committed_at, key_id, key_receipt, rule_set,
                                                 rule_classes, explanation_digest, go_at, destroy_at, floor)
                        VALUES (:item, :account, :started, :committed, :key, :receipt, :ruleSet, :ruleClasses, :digest, :goAt,
                                :destroyAt, :floor)
                        """)
                .param("item", item.id().value())
                .param("account", item.account().value())
                .param("started", at(started))
                .param("committed", at(committed))
                .param("key", key.id())
                .param(
                        "receipt",
                        "wrapped key " + Sha256.hex(key.wrapped().base64()) + " deleted in the deciding transaction")
                .param("ruleSet", rules.ruleSet() + " revision " + rules.revision())
                .param(
                        "ruleClasses",
                        decision.considered().stream()
                                .map(ConsideredRule::ruleClass)
                                .map(Enum::name)
                                .distinct()
                                .toArray(String[]::new))
                .param("digest", explanation.digest())
                .param("goAt", decision.goAt().toString())
                .param("destroyAt", decision.destroyAt().toString())
                .param(
                        "floor",
                        decision.bounds().floor() == null
                                ? null
                                : decision.bounds().floor().toString())
                .update();
    }

    Optional<Row> find(ItemId item) {
        return database.sql("""
                        SELECT item_id, started_at, committed_at, key_id, key_receipt, rule_set, rule_classes,
                               explanation_digest, go_at, destroy_at, floor, first_absent_at
                          FROM destruction
                         WHERE item_id = :item
                        """)
                .param("item", item.value())
                .query(JdbcDestructions::row)
                .optional();
    }

    /** Notes versions before they are deleted, so that a crash between never makes one of them unknown. */
    void note(ItemId item, List<ObjectVersion> versions) {
        database.sql("""
                        INSERT INTO destroyed_version (item_id, key, version_id, size, delete_marker)
                        SELECT :item, * FROM unnest(:keys, :versions, :sizes, :markers)
                        ON CONFLICT DO NOTHING
                        """)
                .param("item", item.value())
                .param(
                        "keys",
                        versions.stream().map(version -> version.key().value()).toArray(String[]::new))
                .param(
                        "versions",
                        versions.stream().map(ObjectVersion::versionId).toArray(String[]::new))
                .param("sizes", versions.stream().map(ObjectVersion::size).toArray(Long[]::new))
                .param(
                        "markers",
                        versions.stream().map(ObjectVersion::deleteMarker).toArray(Boolean[]::new))
                .update();
    }

    List<ObjectVersion> noted(ItemId item) {
        return database.sql("""
                        SELECT key, version_id, size, delete_marker FROM destroyed_version
                         WHERE item_id = :item
                         ORDER BY key, version_id
                        """)
                .param("item", item.value())
                .query((row, number) -> new ObjectVersion(
                        ObjectKey.listed(row.getString("key")),
                        row.getString("version_id"),
                        row.getLong("size"),
                        row.getBoolean("delete_marker")))
                .list();
    }

    /** Notes when a full listing first found nothing; whatever was in the way before is over. */
    void absent(ItemId item, Instant since) {
        database.sql("UPDATE destruction SET first_absent_at = :since, problem = NULL WHERE item_id = :item")
                .param("item", item.value())
                .param("since", at(since))
                .update();
    }

    /** Takes the proof back, because a later listing did not agree. */
    void doubted(ItemId item, String problem) {
        database.sql("UPDATE destruction SET first_absent_at = NULL, problem = :problem WHERE item_id = :item")
                .param("item", item.value())
                .param("problem", problem)
                .update();
    }

    void problem(ItemId item, String problem) {
        database.sql("UPDATE destruction SET problem = :problem WHERE item_id = :item")
                .param("item", item.value())
                .param("problem", problem)
                .update();
    }

    /** Notes that the account is told of this problem; false when it was before, or was told of {@value #MAX_TOLD} already. */
    boolean tellable(ItemId item, String problem) {
        return database.sql("""
                        UPDATE destruction SET told_problems = told_problems || CAST(:digest AS text)
                         WHERE item_id = :item AND NOT told_problems @> ARRAY[CAST(:digest AS text)]
                           AND cardinality(told_problems) < :most
                        """)
                        .param("item", item.value())
                        .param("digest", Sha256.hex(problem))
                        .param("most", MAX_TOLD)
                        .update()
                == 1;
    }

    void certify(UUID id, Item item, String document) {
        database.sql("""
                        INSERT INTO certificate (id, item_id, account_id, document) VALUES (:id, :item, :account, :document)
                        """)
                .param("id", id)
                .param("item", item.id().value())
                .param("account", item.account().value())
                .param("document", document)
                .update();
    }

    Optional<String> certificate(AccountId account, ItemId item) {
        return database.sql("SELECT document FROM certificate WHERE item_id = :item AND account_id = :account")
                .param("item", item.value())
                .param("account", account.value())
                .query(String.class)
                .optional();
    }

    boolean anyCertificate() {
        return database.sql("SELECT EXISTS (SELECT FROM certificate)")
                .query(Boolean.class)
                .single();
    }

    UUID salt() {
        return database.sql("SELECT salt FROM certificate_salt")
                .query(UUID.class)
                .single();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        String floor = row.getString("floor");
        OffsetDateTime absent = row.getObject("first_absent_at", OffsetDateTime.class);
        Instant committed = instant(row, "committed_at");
        Array classes = row.getArray("rule_classes");
        var authority = new DestructionCertificate.Authority(
                Arrays.stream((String[]) classes.getArray())
                        .map(RuleClass::valueOf)
                        .collect(Collectors.toSet()),
                row.getString("rule_set"),
                row.getString("explanation_digest"),
                committed,
                Horizon.parse(row.getString("go_at")),
                Horizon.parse(row.getString("destroy_at")),
                floor == null ? null : Horizon.parse(floor));
        return new Row(
                new ItemId(row.getObject("item_id", UUID.class)),
                authority,
                instant(row, "started_at"),
                committed,
                row.getObject("key_id", UUID.class),
                row.getString("key_receipt"),
                absent == null ? null : absent.toInstant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
