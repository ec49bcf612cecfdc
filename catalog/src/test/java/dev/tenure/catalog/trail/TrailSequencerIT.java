package dev.tenure.catalog.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.merkle.ConsistencyProof;
import dev.tenure.catalog.merkle.InclusionProof;
import dev.tenure.catalog.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(CatalogWorld.Shared.class)
class TrailSequencerIT {

    private final CatalogWorld shared;
    private TrailWorld world;
    private AccountId account;

    TrailSequencerIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @BeforeEach
    void begin() {
        world = new TrailWorld(shared);
        account = world.anAccount();
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    @Test
    void givesWaitingEntriesTheirLeavesOnceAndSignsOneHeadForEachRun() {
        world.entries(account, 3, 1, 0, 4);
        assertThat(world.the(TrailSequencer.class).run()).isZero();

        assertThat(world.heads()).extracting(head -> head.head().size()).containsExactly(3L, 4L, 8L);
        assertThat(world.heads()).extracting(head -> head.head().previous()).containsExactly(0L, 3L, 4L);
        assertThat(world.count("trail_leaf")).isEqualTo(8);
        assertThat(world.count("trail_node")).isEqualTo(7);
        assertThat(world.count("trail_pending")).isZero();
        assertThat(world.check().whole()).isTrue();
    }

    @Test
    void leavesAnEntryWhoseTransactionIsOpenAndTakesItInLater() {
        world.the(TransactionTemplate.class).executeWithoutResult(status -> {
            world.trail().append(account, null, TrailWorld.ACTOR, "test.slow", Map.of());
            inAnotherThread(() -> {
                world.entries(account, 2);
                return null;
            });
            assertThat(world.count("trail_leaf")).isEqualTo(2);
        });
        assertThat(world.the(TrailSequencer.class).run()).isEqualTo(1);
        assertThat(world.check().whole()).isTrue();
    }

    @Test
    void manyAppendersAndSequencersMakeOneTreeAndEveryHeadIsTheBeginningOfTheLast() throws Exception {
        int writers = 4;
        int each = 60;
        try (var threads = Executors.newFixedThreadPool(writers + 2)) {
            List<Future<?>> appending = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                String name = "w" + writer;
                appending.add(threads.submit(() -> append(name, each)));
            }
            List<Callable<Void>> sequencing = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                sequencing.add(() -> {
                    while (!appending.stream().allMatch(Future::isDone)) {
                        world.the(TrailSequencer.class).run();
                    }
                    return null;
                });
            }
            for (Future<Void> done : threads.invokeAll(sequencing)) {
                done.get();
            }
            for (Future<?> done : appending) {
                done.get();
            }
        }
        world.the(TrailSequencer.class).run();

        // Every tenth was rolled back.
        long expected = (long) writers * each * 9 / 10;
        assertThat(world.count("trail_leaf")).isEqualTo(expected);
        TrailReport report = world.check();
        assertThat(report.finding()).isEmpty();
        assertThat(report.leaves()).isEqualTo(expected);
        List<SignedHead> heads = world.heads();
        TrailHead last = heads.getLast().head();
        for (SignedHead head : heads) {
            ConsistencyProof grown = ConsistencyProof.of(head.head().size(), last.size(), world.tree());
            assertThat(grown.proves(head.head().root(), last.root())).isTrue();
            InclusionProof newest = InclusionProof.of(head.head().size() - 1, last.size(), world.tree());
            assertThat(newest.path()).isNotNull();
        }
    }

    private void append(String name, int count) {
        for (int i = 0; i < count; i++) {
            String number = Integer.toString(i);
            boolean fails = i % 10 == 9;
            world.the(TransactionTemplate.class).executeWithoutResult(status -> {
                world.trail().append(account, null, TrailWorld.ACTOR, "test." + name, Map.of("number", number));
                if (fails) {
                    status.setRollbackOnly();
                }
            });
        }
    }

    /** Dying between two steps: the step that comes next fails, and the transaction with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEFORE INSERT ON trail_leaf",
                "BEFORE INSERT ON trail_node",
                "BEFORE DELETE ON trail_pending",
                "BEFORE INSERT ON trail_head",
                "AFTER INSERT ON trail_head"
            })
    void aRunThatDiesBetweenTwoStepsLeavesNothingAndTheNextDoesAllOfIt(String step) {
        world.entries(account, 5);
        for (int i = 0; i < 4; i++) {
            world.trail().append(account, null, TrailWorld.ACTOR, "test.after", Map.of());
        }
        String table = step.substring(step.lastIndexOf(' ') + 1);
        world.owner()
                .sql("CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS"
                        + " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$")
                .update();
        world.owner()
                .sql("CREATE TRIGGER die " + step + " FOR EACH STATEMENT EXECUTE FUNCTION die()")
                .update();
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> world.the(TrailSequencer.class).run());

        assertThat(world.count("trail_leaf")).isEqualTo(5);
        assertThat(world.count("trail_head")).isEqualTo(1);
        assertThat(world.count("trail_pending")).isEqualTo(4);
        assertThat(world.check().finding()).isEmpty();

        world.owner().sql("DROP TRIGGER die ON " + table).update();
        assertThat(world.the(TrailSequencer.class).run()).isEqualTo(4);
        assertThat(world.check().finding()).isEmpty();
        assertThat(world.heads().getLast().head().size()).isEqualTo(9);
    }

    @Test
    void doesNotSignWhatIsLeftOfATreeThatWasCut() {
        world.entries(account, 4, 4);
        world.owner().sql("ALTER TABLE trail_leaf DISABLE TRIGGER USER").update();
        world.owner().sql("DELETE FROM trail_leaf WHERE index > 5").update();
        world.trail().append(account, null, TrailWorld.ACTOR, "test.after", Map.of());
        assertThatExceptionOfType(BrokenTree.class)
                .isThrownBy(() -> world.the(TrailSequencer.class).run());
        assertThat(world.count("trail_head")).isEqualTo(2);
    }

    @Test
    void aMachineWithAnotherKeySignsOnlyOnceTheOldKeyIsNamedAsAFormerOne(@TempDir Path directory) {
        world.entries(account, 2);
        String old = world.heads().getFirst().keyId();
        world.trail().append(account, null, TrailWorld.ACTOR, "test.after", Map.of());
        SigningKey other = SigningKey.openOrCreate(directory.resolve("other.pem"));
        assertThatExceptionOfType(BrokenTree.class)
                .isThrownBy(() -> sequencer(other, Set.of()).run())
                .withMessageContaining(old);

        assertThat(sequencer(other, Set.of(old)).run()).isEqualTo(1);
        assertThat(world.heads().getLast().keyId()).isEqualTo(other.keyId());
        assertThat(world.check().finding())
                .hasValueSatisfying(finding -> assertThat(finding.problem()).contains("key that is not ours"));
    }

    /** A machine whose clock was put back signs with the time that was signed last. */
    @Test
    void headsNeverGoBackInTime(@TempDir Path directory) {
        world.entries(account, 2);
        TrailHead first = world.heads().getFirst().head();
        world.trail().append(account, null, TrailWorld.ACTOR, "test.after", Map.of());
        SigningKey key = SigningKey.openOrCreate(directory.resolve("other.pem"));
        InstantSource late = () -> first.at().minusSeconds(3600);
        assertThat(sequencer(key, Set.of(world.heads().getFirst().keyId()), late)
                        .run())
                .isEqualTo(1);
        assertThat(world.heads().getLast().head()).satisfies(head -> {
            assertThat(head.size()).isEqualTo(3);
            assertThat(head.at()).isEqualTo(first.at());
        });
    }

    private TrailSequencer sequencer(SigningKey key, Set<String> formerKeys) {
        return sequencer(key, formerKeys, world.the(InstantSource.class));
    }

    private TrailSequencer sequencer(SigningKey key, Set<String> formerKeys, InstantSource clock) {
        return new TrailSequencer(world.tree(), key, formerKeys, clock, world.the(TransactionTemplate.class));
    }

    private static void inAnotherThread(Callable<Void> work) {
        try (var thread = Executors.newSingleThreadExecutor()) {
            thread.submit(work).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
