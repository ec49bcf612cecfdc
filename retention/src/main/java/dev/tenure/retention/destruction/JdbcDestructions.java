package dev.tenure.retention.destruction;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKey;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.ConsideredRule;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
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
            @Nullable Instant firstAbsentAt,
            @Nullable UUID run) {}

    /** The grounds of a destruction whose key is destroyed in the same transaction. */
    record Ground(Item item, Explanation explanation, RetentionClass rules, ItemKey key, Instant committed) {

        private String receipt() {
            return "wrapped key " + Sha256.hex(key.wrapped().base64()) + " deleted in the deciding transaction";
        }

        private String classes() {
            return explanation.decision().considered().stream()
                    .map(ConsideredRule::ruleClass)
                    .map(Enum::name)
                    .distinct()
                    .collect(Collectors.joining(","));
        }

        private @Nullable String floor() {
            Horizon floor = explanation.decision().bounds().floor();
            return floor == null ? null : floor.toString();
        }
    }

    void insert(List<Ground> grounds, Instant started, @Nullable UUID run) {
        int inserted = database.sql("""
                        INSERT INTO destruction (item_id, account_id, started_at, committed_at, key_id, key_receipt, rule_set,
                                                 rule_classes, explanation_digest, go_at, destroy_at, floor, run_id)
                        SELECT item, account, :started, CAST(committed AS timestamptz), key, receipt, rule_set,
                               string_to_array(classes, ','), digest, go_at, destroy_at, floor,
                               CAST(:run AS uuid)
                          FROM unnest(:items, :accounts, :committed, :keys, :receipts, :ruleSets, :classes, :digests, :goAts,
                                      :destroyAts, :floors)
                               AS one (item, account, committed, key, receipt, rule_set, classes, digest, go_at, destroy_at, floor)
                        """)
                .param("run", run)
                .param("started", at(started))
                .param("items", uuids(grounds, one -> one.item().id().value()))
                .param("accounts", uuids(grounds, one -> one.item().account().value()))
                .param("committed", texts(grounds, one -> one.committed().toString()))
                .param("keys", uuids(grounds, one -> one.key().id()))
                .param("receipts", texts(grounds, Ground::receipt))
                .param(
                        "ruleSets",
                        texts(
                                grounds,
                                one -> one.rules().ruleSet() + " revision "
                                        + one.rules().revision()))
                .param("classes", texts(grounds, Ground::classes))
                .param("digests", texts(grounds, one -> one.explanation().digest()))
                .param(
                        "goAts",
                        texts(
                                grounds,
                                one -> one.explanation().decision().goAt().toString()))
                .param(
                        "destroyAts",
                        texts(
                                grounds,
                                one -> one.explanation().decision().destroyAt().toString()))
                .param("floors", texts(grounds, Ground::floor))
                .update();
        if (inserted != grounds.size()) {
            throw new IllegalStateException(grounds.size() + " destructions became " + inserted);
        }
    }

    private static <T> UUID[] uuids(Collection<T> all, Function<T, UUID> of) {
        return all.stream().map(of).toArray(UUID[]::new);
    }

    private static <T> String[] texts(Collection<T> all, Function<T, @Nullable String> of) {
        return all.stream().map(of).toArray(String[]::new);
    }

    private static UUID[] values(Collection<ItemId> items) {
        return uuids(items, ItemId::value);
    }

    Map<ItemId, Row> find(Collection<ItemId> items) {
        return database.sql("""
                        SELECT item_id, started_at, committed_at, key_id, key_receipt, rule_set, rule_classes,
                               explanation_digest, go_at, destroy_at, floor, first_absent_at, run_id
                          FROM destruction
                         WHERE item_id = ANY (:items)
                        """).param("items", values(items)).query(JdbcDestructions::row).list().stream()
                .collect(Collectors.toMap(Row::item, Function.identity()));
    }

    /** A version, and the item of which it was found. */
    record Noted(ItemId item, ObjectVersion version) {}

    /** Notes versions before they are deleted, so that a crash between never makes one of them unknown. */
    void note(List<Noted> versions) {
        database.sql("""
                        INSERT INTO destroyed_version (item_id, key, version_id, size, delete_marker)
                        SELECT * FROM unnest(:items, :keys, :versions, :sizes, :markers)
                        ON CONFLICT DO NOTHING
                        """)
                .param("items", uuids(versions, noted -> noted.item().value()))
                .param("keys", texts(versions, noted -> noted.version().key().value()))
                .param("versions", texts(versions, noted -> noted.version().versionId()))
                .param(
                        "sizes",
                        versions.stream().map(noted -> noted.version().size()).toArray(Long[]::new))
                .param(
                        "markers",
                        versions.stream()
                                .map(noted -> noted.version().deleteMarker())
                                .toArray(Boolean[]::new))
                .update();
    }

    Map<ItemId, List<ObjectVersion>> noted(Collection<ItemId> items) {
        return database
                .sql("""
                        SELECT item_id, key, version_id, size, delete_marker FROM destroyed_version
                         WHERE item_id = ANY (:items)
                         ORDER BY item_id, key, version_id
                        """)
                .param("items", values(items))
                .query((row, number) -> new Noted(
                        new ItemId(row.getObject("item_id", UUID.class)),
                        new ObjectVersion(
                                ObjectKey.listed(row.getString("key")),
                                row.getString("version_id"),
                                row.getLong("size"),
                                row.getBoolean("delete_marker"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Noted::item, Collectors.mapping(Noted::version, Collectors.toList())));
    }

    /** Notes when a full listing first found nothing of these; whatever was in the way before is over. */
    void absent(Collection<ItemId> items, Instant since) {
        database.sql("UPDATE destruction SET first_absent_at = :since, problem = NULL WHERE item_id = ANY (:items)")
                .param("items", values(items))
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

    /** A certificate as it was signed. */
    record Signed(UUID id, Item item, String document) {}

    void certify(List<Signed> signed) {
        database.sql("""
                        INSERT INTO certificate (id, item_id, account_id, document)
                        SELECT * FROM unnest(:ids, :items, :accounts, :documents)
                        """)
                .param("ids", uuids(signed, Signed::id))
                .param("items", uuids(signed, one -> one.item().id().value()))
                .param("accounts", uuids(signed, one -> one.item().account().value()))
                .param("documents", texts(signed, Signed::document))
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
        return database.sql("SELECT EXISTS (SELECT FROM certificate) OR EXISTS (SELECT FROM orphan_certificate)")
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
                absent == null ? null : absent.toInstant(),
                row.getObject("run_id", UUID.class));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
