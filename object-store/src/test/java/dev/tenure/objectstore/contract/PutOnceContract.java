package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoreFeatures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One writer of many: by condition where the server keeps it, else by the order of versions. */
abstract class PutOnceContract extends Behaviours {

    private static final int WRITERS = 16;

    PutOnceContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void letsOneOfManyWritersThroughByCondition() throws Exception {
        assumeTrue(store.features().exclusivePut(), "has no conditional writes");
        letsOneOfManyThrough(store);
    }

    @Test
    void letsOneOfManyWritersThroughByTheOrderOfVersions() throws Exception {
        letsOneOfManyThrough(withoutConditions());
    }

    private void letsOneOfManyThrough(ObjectStore writers) throws Exception {
        ObjectKey key = folder.key("race");
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Optional<ObjectVersion>> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            List<Future<Optional<ObjectVersion>>> tries = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                byte[] mine = {(byte) i};
                Callable<Optional<ObjectVersion>> write = () -> {
                    start.await();
                    return writers.putIfAbsent(key, mine, TYPE, TAGS);
                };
                tries.add(threads.submit(write));
            }
            for (Future<Optional<ObjectVersion>> one : tries) {
                outcomes.add(one.get());
            }
        }

        List<Integer> winners = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            if (outcomes.get(i).isPresent()) {
                winners.add(i);
            }
        }
        assertThat(winners).hasSize(1);
        int winner = winners.getFirst();
        assertThat(store.listVersions(folder))
                .containsExactly(outcomes.get(winner).orElseThrow());
        assertThat(read(key, ByteRange.whole(1))).containsExactly(winner);
    }

    @Test
    void writesNothingWhereAnObjectIs() throws IOException {
        writesNothingWhereAnObjectIs(conditionsOrVersions());
    }

    @Test
    void writesNothingWhereAnObjectIsWithoutConditions() throws IOException {
        writesNothingWhereAnObjectIs(withoutConditions());
    }

    private void writesNothingWhereAnObjectIs(ObjectStore writer) throws IOException {
        ObjectKey key = folder.key("once");
        ObjectVersion neighbour = put(folder.key("once-more"), random(3));
        byte[] bytes = random(10);

        ObjectVersion first = writer.putIfAbsent(key, bytes, TYPE, TAGS).orElseThrow();

        assertThat(writer.putIfAbsent(key, random(10), TYPE, OTHER_TAGS)).isEmpty();
        assertThat(store.listVersions(folder)).containsExactlyInAnyOrder(first, neighbour);
        assertThat(read(key, ByteRange.whole(10))).isEqualTo(bytes);
        assertThat(store.tags(key)).isEqualTo(TAGS);
    }

    @Test
    void putsOnceAgainBehindADeleteMarker() throws IOException {
        needsVersions();
        putsOnceAgainBehindADeleteMarker(conditionsOrVersions());
    }

    @Test
    void putsOnceAgainBehindADeleteMarkerWithoutConditions() throws IOException {
        putsOnceAgainBehindADeleteMarker(withoutConditions());
    }

    private void putsOnceAgainBehindADeleteMarker(ObjectStore writer) throws IOException {
        ObjectKey key = folder.key("hidden");
        put(key, random(5));
        server.hide(key);
        byte[] bytes = random(10);

        ObjectVersion again = writer.putIfAbsent(key, bytes, TYPE, TAGS).orElseThrow();

        assertThat(writer.putIfAbsent(key, random(10), TYPE, TAGS)).isEmpty();
        assertThat(store.facts(key).orElseThrow().versionId()).isEqualTo(again.versionId());
        assertThat(read(key, ByteRange.whole(10))).isEqualTo(bytes);
        assertThat(store.listVersions(folder)).hasSize(3);
    }

    @Test
    void refusesToPutOnceWhereNobodyCouldTell() {
        ObjectStore writer = adapted(false, false);

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> writer.putIfAbsent(folder.key("x"), random(1), TYPE, TAGS))
                .matches(failure -> failure.fault() == Fault.CONFIGURATION);
        assertThat(store.listVersions(folder)).isEmpty();
    }

    private ObjectStore conditionsOrVersions() {
        StoreFeatures features = store.features();
        assumeTrue(features.exclusivePut() || features.versions(), "has neither conditional writes nor versions");
        return store;
    }

    private ObjectStore withoutConditions() {
        needsVersions();
        return adapted(false, true);
    }

    private ObjectStore adapted(boolean exclusivePut, boolean versions) {
        StoreFeatures all = store.features();
        ObjectStore adapted = server.another();
        adapted.adapt(new StoreFeatures(
                versions, all.tags(), all.locks(), exclusivePut, all.uploads(), all.batchDelete(), all.checksums()));
        return adapted;
    }
}
