package dev.tenure.catalog.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.merkle.GrowingTree;
import dev.tenure.catalog.merkle.Node;
import dev.tenure.catalog.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What somebody with all rights on the database can do to a trail of eleven entries (sequences 1 to 11, leaves 0 to 10) with the heads 3, 8 and
 * 11, and two entries that wait (12 and 13); each on a copy of its own.
 */
@ExtendWith(CatalogWorld.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrailTamperIT {

    private final CatalogWorld shared;
    private String template;
    private String keyId;
    private List<SignedHead> heads;

    TrailTamperIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @BeforeAll
    void aTrail() {
        TrailWorld world = new TrailWorld(shared);
        AccountId account = world.anAccount();
        world.anAccount();
        world.entries(account, 3, 5, 3);
        for (int i = 0; i < 2; i++) {
            world.trail().append(account, null, TrailWorld.ACTOR, "test.waits", Map.of());
        }
        heads = world.heads();
        keyId = SigningKey.open(world.keyFile()).keyId();
        assertThat(world.check().finding()).isEmpty();
        template = world.leave();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            UPDATE trail_entry SET action = 'test.other' WHERE sequence = 5                                  | trail_entry | 5
            UPDATE trail_entry SET at = at + interval '1 microsecond' WHERE sequence = 5                      | trail_entry | 5
            UPDATE trail_entry SET account_id = (SELECT id FROM account WHERE id <> account_id LIMIT 1) WHERE sequence = 5 | trail_entry | 5
            UPDATE trail_entry SET item_id = account_id WHERE sequence = 5                                    | trail_entry | 5
            UPDATE trail_entry SET commitment = sha256('x') WHERE sequence = 5                                | trail_entry | 5
            UPDATE trail_entry SET commitment = sha256('x') WHERE sequence = 11                               | trail_entry | 11
            UPDATE trail_entry SET sequence = DEFAULT WHERE sequence = 5                                      | trail_entry | 5
            DELETE FROM trail_entry WHERE sequence = 5                                                        | trail_entry | 5
            DELETE FROM trail_entry WHERE sequence = 12                                                       | trail_pending | 12
            UPDATE trail_detail SET body = replace(body, 'records', 'nobody') WHERE sequence = 5              | trail_detail | 5
            UPDATE trail_detail SET salt = sha256('x') WHERE sequence = 5                                     | trail_detail | 5
            UPDATE trail_detail SET body = '{}' WHERE sequence = 12                                           | trail_detail | 12
            UPDATE trail_detail SET sequence = 200 WHERE sequence = 5                                         | trail_detail | 200
            INSERT INTO trail_detail SELECT 99, salt, body FROM trail_detail WHERE sequence = 5               | trail_detail | 99
            UPDATE trail_leaf SET hash = sha256('x') WHERE index = 4                                          | trail_leaf | 4
            UPDATE trail_leaf SET hash = sha256('x') WHERE index = 10                                         | trail_leaf | 10
            UPDATE trail_leaf SET index = 50 WHERE index = 4                                                  | trail_leaf | 4
            DELETE FROM trail_leaf WHERE index = 4                                                            | trail_leaf | 4
            DELETE FROM trail_leaf WHERE index = 10                                                           | trail_leaf | 10
            DELETE FROM trail_leaf WHERE index >= 8                                                           | trail_leaf | 8
            DELETE FROM trail_leaf                                                                            | trail_leaf | 0
            INSERT INTO trail_leaf SELECT 11, 12, hash FROM trail_leaf WHERE index = 0                        | trail_entry | 12
            INSERT INTO trail_pending VALUES (5)                                                              | trail_pending | 5
            DELETE FROM trail_pending WHERE sequence = 12                                                     | trail_entry | 12
            UPDATE trail_node SET hash = sha256('x') WHERE level = 1 AND index = 2                            | trail_node | 1/2
            UPDATE trail_node SET hash = sha256('x') WHERE level = 3 AND index = 0                            | trail_node | 3/0
            DELETE FROM trail_node WHERE level = 2 AND index = 0                                              | trail_node | 2/0
            UPDATE trail_node SET index = 60 WHERE level = 2 AND index = 0                                    | trail_node | 2/0
            INSERT INTO trail_node SELECT 4, 0, hash FROM trail_node WHERE level = 3                          | trail_node | 4/0
            UPDATE trail_head SET root = sha256('x') WHERE size = 8                                           | trail_head | 8
            UPDATE trail_head SET size = 7 WHERE size = 8                                                     | trail_head | 7
            UPDATE trail_head SET document = replace(document, '"size":8', '"size":7') WHERE size = 8         | trail_head | 8
            UPDATE trail_head SET document = 'nonsense' WHERE size = 8                                        | trail_head | 8
            DELETE FROM trail_head WHERE size = 3                                                             | trail_head | 3
            DELETE FROM trail_head WHERE size = 8                                                             | trail_head | 8
            DELETE FROM trail_head WHERE size = 11                                                            | trail_leaf | 8
            INSERT INTO trail_head SELECT 5, root, document FROM trail_head WHERE size = 8                    | trail_head | 5
            INSERT INTO trail_anchor (size, key) VALUES (8, 'trail/heads/elsewhere.json')                      | trail_anchor | 8
            INSERT INTO trail_anchor (size, key) VALUES (5, 'trail/heads/elsewhere.json')                      | trail_anchor | 5
            """)
    void whatIsDoneToARowIsFoundAndTheRowNamed(String statement, String table, String key) {
        TrailFinding finding =
                found(List.of(), database -> database.sql(statement).update());
        assertThat(finding.table()).as(finding.toString()).isEqualTo(table);
        assertThat(finding.key()).as(finding.toString()).isEqualTo(key);
    }

    @Test
    void twoEntriesThatChangePlacesAreFound() {
        TrailFinding finding = found(List.of(), database -> {
            database.sql("UPDATE trail_leaf SET sequence = sequence + 1000 WHERE index IN (4, 5)")
                    .update();
            database.sql("UPDATE trail_leaf SET sequence = 6 WHERE index = 4").update();
            database.sql("UPDATE trail_leaf SET sequence = 5 WHERE index = 5").update();
        });
        assertThat(finding.table()).isEqualTo("trail_entry");
        assertThat(finding.key()).isEqualTo("6");
        assertThat(finding.problem()).contains("leaf 4");
    }

    @Test
    void anEntryThatIsInsertedPastTheSequencerIsFound() {
        TrailFinding finding = found(List.of(), database -> database.sql("""
                        INSERT INTO trail_entry (account_id, action, commitment)
                        SELECT account_id, 'test.forged', commitment FROM trail_entry WHERE sequence = 5
                        """).update());
        assertThat(finding.table()).isEqualTo("trail_entry");
        assertThat(finding.problem()).contains("inserted");
    }

    @Test
    void aTailThatIsCutOffWithAllThatCoveredItIsFoundByAHeadThatIsKeptElsewhere() {
        Consumer<JdbcClient> cut = database -> {
            database.sql("DELETE FROM trail_head WHERE size > 8").update();
            database.sql("DELETE FROM trail_node WHERE ((index + 1) << level) > 8")
                    .update();
            database.sql("DELETE FROM trail_pending").update();
            database.sql("DELETE FROM trail_leaf WHERE index >= 8").update();
            database.sql("DELETE FROM trail_detail WHERE sequence > 8").update();
            database.sql("DELETE FROM trail_entry WHERE sequence > 8").update();
        };
        assertThat(report(List.of(), cut).whole()).isTrue();
        assertThat(report(heads.subList(0, 2), cut).whole()).isTrue();
        TrailFinding finding = found(heads, cut);
        assertThat(finding.table()).isEqualTo("trail_leaf");
        assertThat(finding.key()).isEqualTo("8");
    }

    @Test
    void aChangeWithEverythingComputedFromItIsFoundByTheSignature() {
        TrailFinding finding = found(List.of(), database -> {
            database.sql("UPDATE trail_entry SET action = 'test.other' WHERE sequence = 5")
                    .update();
            recompute(database);
        });
        assertThat(finding.table()).isEqualTo("trail_head");
        assertThat(finding.key()).isEqualTo("8");
        assertThat(finding.problem()).contains("leaves 3 to 7");
    }

    @Test
    void aHistorySignedAnewWithAnotherKeyIsFound(@TempDir Path directory) {
        SigningKey forger = SigningKey.openOrCreate(directory.resolve("forger.pem"));
        TrailFinding finding = found(List.of(), database -> {
            database.sql("UPDATE trail_entry SET action = 'test.other' WHERE sequence = 5")
                    .update();
            signAnew(database, recompute(database), forger);
        });
        assertThat(finding.table()).isEqualTo("trail_head");
        assertThat(finding.key()).isEqualTo("11");
        assertThat(finding.problem()).contains("key that is not ours");
    }

    @Test
    void aHistorySignedAnewWithTheStolenKeyIsFoundByAHeadThatIsKeptElsewhere(@TempDir Path directory) {
        SigningKey stolen = SigningKey.openOrCreate(directory.resolve("stolen.pem"));
        keyId = stolen.keyId();
        List<SignedHead> kept =
                heads.stream().map(head -> SignedHead.sign(head.head(), stolen)).toList();
        Consumer<JdbcClient> forgery = database -> {
            database.sql("UPDATE trail_entry SET action = 'test.other' WHERE sequence = 5")
                    .update();
            signAnew(database, recompute(database), stolen);
        };
        assertThat(report(List.of(), forgery).whole()).isTrue();
        assertThat(found(kept, forgery).problem()).contains("kept elsewhere");
        keyId = heads.getFirst().keyId();
    }

    @Test
    void anErasureBreaksNothing() {
        TrailReport report = report(
                List.of(),
                database -> database.sql("DELETE FROM trail_detail WHERE sequence IN (1, 5, 12)")
                        .update());
        assertThat(report.finding()).isEmpty();
        assertThat(report.erased()).isEqualTo(2);
        assertThat(report.leaves()).isEqualTo(11);
        assertThat(report.heads()).isEqualTo(3);
        assertThat(report.pending()).isEqualTo(2);
    }

    private TrailFinding found(List<SignedHead> known, Consumer<JdbcClient> tampering) {
        TrailReport report = report(known, tampering);
        assertThat(report.finding()).as("the tampering is found").isPresent();
        return report.finding().orElseThrow();
    }

    /** The report on a copy of the trail that this was done to, with triggers and foreign keys switched off. */
    private TrailReport report(List<SignedHead> known, Consumer<JdbcClient> tampering) {
        try (HikariDataSource copy = shared.asOwner(shared.ownDatabase(template))) {
            copy.setConnectionInitSql("SET session_replication_role = replica");
            tampering.accept(JdbcClient.create(copy));
            return TrailCheck.of(copy, Set.of(keyId)).run(known);
        }
    }

    /** Makes leaves and nodes fit the entries as they are now; returns the tree. */
    private static GrowingTree recompute(JdbcClient database) {
        GrowingTree tree = GrowingTree.empty();
        List<Node> nodes = new ArrayList<>();
        for (JdbcCheckedRows.LeafRow leaf : new JdbcCheckedRows(database).leaves(0, 1000)) {
            nodes.addAll(tree.append(Objects.requireNonNull(leaf.entry()).leaf()));
        }
        for (Node node : nodes) {
            boolean leaf = node.place().level() == 0;
            int changed = database.sql(
                            leaf
                                    ? "UPDATE trail_leaf SET hash = :hash WHERE :level = 0 AND index = :index"
                                    : "UPDATE trail_node SET hash = :hash WHERE level = :level AND index = :index")
                    .param("hash", node.hash().bytes())
                    .param("level", node.place().level())
                    .param("index", node.place().index())
                    .update();
            assertThat(changed).isEqualTo(1);
        }
        return tree;
    }

    private void signAnew(JdbcClient database, GrowingTree tree, SigningKey key) {
        database.sql("DELETE FROM trail_head").update();
        new JdbcTree(database)
                .addHead(SignedHead.sign(
                        new TrailHead(
                                tree.size(),
                                tree.root(),
                                0,
                                heads.getLast().head().at()),
                        key));
    }

    @AfterAll
    void end() throws IOException {
        heads = List.of();
    }
}
