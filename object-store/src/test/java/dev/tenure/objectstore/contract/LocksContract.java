package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Locks on versions. */
abstract class LocksContract extends Behaviours {

    private final ObjectKey key = folder.key("locked");

    LocksContract(ObjectStoreContract server) {
        super(server);
    }

    private ObjectLocks locks() {
        Optional<ObjectLocks> locks = store.locks();
        assumeTrue(locks.isPresent(), "enforces no locks");
        return locks.orElseThrow();
    }

    private static Instant tomorrow() {
        return Instant.now().plus(Duration.ofDays(1));
    }

    @Test
    void offersLocksOnlyWhereTheyAreEnforced() {
        assertThat(store.locks().isPresent()).isEqualTo(store.features().locks());
    }

    @Test
    void keepsAHeldVersionWhileOthersOfItsBatchGo() throws IOException {
        ObjectLocks locks = locks();
        byte[] bytes = random(10);
        ObjectVersion held = put(key, bytes);
        ObjectVersion free = put(folder.key("free"), random(1));
        ObjectVersion last = put(folder.key("last"), random(1));
        locks.hold(held);

        DeleteOutcome outcome = store.deleteVersions(List.of(free, held, last));

        assertThat(outcome.deleted()).containsExactlyInAnyOrder(free, last);
        assertThat(outcome.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.version()).isEqualTo(held);
            assertThat(refusal.worthRetrying()).isFalse();
        });
        assertThat(store.listVersions(folder)).containsExactly(held);
        assertThat(read(held, ByteRange.whole(10))).isEqualTo(bytes);
        locks.release(held);
    }

    @Test
    void deletesAVersionWhoseHoldWasReleased() {
        ObjectLocks locks = locks();
        ObjectVersion held = put(key, random(10));
        locks.hold(held);
        locks.release(held);

        assertThat(store.deleteVersions(List.of(held)).deleted()).containsExactly(held);
        assertThat(store.listVersions(folder)).isEmpty();
    }

    @Test
    void holdsOneVersionAndNotItsNeighbours() {
        ObjectLocks locks = locks();
        ObjectVersion first = put(key, random(1));
        ObjectVersion held = put(key, random(2));
        ObjectVersion third = put(key, random(3));
        locks.hold(held);

        assertThat(store.deleteVersions(List.of(first, third)).refused()).isEmpty();
        assertThat(store.listVersions(folder)).containsExactly(held);
        locks.release(held);
    }

    @Test
    void saysWhetherAVersionIsHeldHoweverOftenThatWasSet() {
        ObjectLocks locks = locks();
        ObjectVersion version = put(key, random(1));

        assertThat(locks.held(version)).isFalse();
        locks.release(version);
        assertThat(locks.held(version)).isFalse();
        locks.hold(version);
        locks.hold(version);
        assertThat(locks.held(version)).isTrue();
        locks.release(version);
        locks.release(version);
        assertThat(locks.held(version)).isFalse();
    }

    @Test
    void hidesAHeldVersionBehindAMarkerAndKeepsIt() throws IOException {
        ObjectLocks locks = locks();
        byte[] bytes = random(10);
        ObjectVersion held = put(key, bytes);
        locks.hold(held);
        server.hide(key);

        assertThat(store.facts(key)).isEmpty();
        assertThat(locks.held(held)).isTrue();
        assertThat(read(held, ByteRange.whole(10))).isEqualTo(bytes);
        locks.release(held);
    }

    @Test
    void holdsNothingThatIsNotThere() {
        ObjectLocks locks = locks();
        ObjectVersion gone = put(key, random(1));
        put(key, random(1));
        store.deleteVersions(List.of(gone));

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.hold(gone));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.release(gone));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.held(gone));
    }

    @Test
    void keepsARetainedVersionUntilSomebodyBypassesIt() {
        ObjectLocks locks = locks();
        ObjectVersion retained = put(key, random(1));
        locks.retain(retained, tomorrow());

        assertThat(store.deleteVersions(List.of(retained)).refused())
                .singleElement()
                .matches(refusal -> !refusal.worthRetrying());
        assertThat(store.listVersions(folder)).containsExactly(retained);

        locks.deleteRetained(retained);
        assertThat(store.listVersions(folder)).isEmpty();
        assertThatNoException().isThrownBy(() -> locks.deleteRetained(retained));
    }

    @Test
    void retainsForLongerOnly() {
        ObjectLocks locks = locks();
        ObjectVersion retained = put(key, random(1));
        locks.retain(retained, tomorrow());

        assertThatNoException()
                .isThrownBy(() -> locks.retain(retained, tomorrow().plus(Duration.ofDays(1))));
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> locks.retain(retained, tomorrow().minus(Duration.ofHours(1))));
        locks.deleteRetained(retained);
    }

    @Test
    void letsALegalHoldBeatTheBypass() {
        ObjectLocks locks = locks();
        ObjectVersion held = put(key, random(1));
        locks.retain(held, tomorrow());
        locks.hold(held);

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> locks.deleteRetained(held))
                .matches(failure -> failure.fault() == Fault.CONFIGURATION);
        assertThat(store.listVersions(folder)).containsExactly(held);

        locks.release(held);
        locks.deleteRetained(held);
        assertThat(store.listVersions(folder)).isEmpty();
    }
}
