package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.InMemoryObjectStore;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectLocks;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.s3.S3Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Locks, by way of the adapter and in memory. */
class StrictS3LocksTest {

    private static final ObjectKey KEY = new ObjectKey("locked");

    abstract static class Locks {

        final MovableClock clock = new MovableClock();
        private ObjectStore store;
        private ObjectLocks locks;
        private ObjectVersion version;

        abstract ObjectStore store();

        @BeforeEach
        void putWhatIsToBeLocked() {
            store = store();
            store.ensureBucket();
            store.adapt(StrictS3.EVERYTHING);
            locks = store.locks().orElseThrow();
            version = store.put(KEY, new byte[3], "text/plain", ObjectTags.none());
        }

        abstract void hide();

        private void assertKept() {
            assertThat(store.deleteVersions(List.of(version)).refused().stream().map(Refusal::code))
                    .containsExactly("AccessDenied");
        }

        private void assertGoes() {
            assertThat(store.deleteVersions(List.of(version)).deleted()).containsExactly(version);
            assertThat(store.facts(KEY)).isEmpty();
        }

        private void assertRefused(Runnable call, Fault fault) {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(call::run)
                    .matches(failure -> failure.fault() == fault);
        }

        private Instant in(int minutes) {
            return clock.instant().plus(Duration.ofMinutes(minutes));
        }

        @Test
        void keepsAVersionUnderLegalHoldUntilItIsReleased() {
            assertThat(locks.held(version)).isFalse();
            locks.hold(version);
            locks.hold(version);
            assertThat(locks.held(version)).isTrue();
            assertKept();
            assertRefused(() -> locks.deleteRetained(version), Fault.CONFIGURATION);

            locks.release(version);
            assertThat(locks.held(version)).isFalse();
            assertGoes();
        }

        @Test
        void keepsARetainedVersionUntilItsTime() {
            locks.retain(version, in(10));
            assertKept();

            clock.move(Duration.ofMinutes(11));
            assertGoes();
        }

        @Test
        void deletesARetainedVersionForWhoMayBypassIt() {
            locks.retain(version, in(10));
            locks.deleteRetained(version);
            locks.deleteRetained(version);

            assertThat(store.facts(KEY)).isEmpty();
        }

        @Test
        void onlyEverMakesARetentionLonger() {
            locks.retain(version, in(10));
            assertRefused(() -> locks.retain(version, in(5)), Fault.CONFIGURATION);
            locks.retain(version, in(12));
            assertRefused(() -> locks.retain(version, in(-5)), Fault.REQUEST);

            clock.move(Duration.ofMinutes(11));
            assertKept();
        }

        @Test
        void letsAMarkerHideALockedVersion() {
            locks.hold(version);
            hide();

            assertThat(store.facts(KEY)).isEmpty();
            assertKept();
        }

        @Test
        void locksNoVersionThatIsNotThere() {
            ObjectVersion absent = new ObjectVersion(KEY, "v99", 0, false);

            assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.hold(absent));
            assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.held(absent));
            assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> locks.retain(absent, in(10)));
        }
    }

    @Nested
    class OfAServer extends Locks {

        private final StrictS3 server = StrictS3.start(clock);
        private final ObjectStore store = S3Stores.open(server.settings("locks", Duration.ofSeconds(60)));

        @Override
        ObjectStore store() {
            return store;
        }

        @AfterEach
        void stop() {
            store.close();
            server.close();
        }

        @Override
        void hide() {
            server.bucket("locks").hide(KEY.value());
        }

        @Test
        void neverBypassesComplianceMode() {
            StrictBucket bucket = server.bucket("locks");
            StoredVersion stored = bucket.existing(KEY.value(), null);
            Instant until = clock.instant().plus(Duration.ofMinutes(10));
            bucket.retain(KEY.value(), null, new Retention(Retention.Mode.COMPLIANCE, until), false);
            ObjectVersion version = new ObjectVersion(KEY, stored.id(), 3, false);

            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> store.locks().orElseThrow().deleteRetained(version))
                    .withMessageContaining("AccessDenied");
        }

        @Test
        void setsNoLockInABucketThatWasMadeWithoutThem() {
            server.defects().add(Defect.NO_LOCKS);
            try (ObjectStore plain = S3Stores.open(server.settings("plain", Duration.ofSeconds(60)))) {
                plain.ensureBucket();
                plain.adapt(StrictS3.EVERYTHING);
                server.defects().clear();
                ObjectVersion version = plain.put(KEY, new byte[1], "text/plain", ObjectTags.none());

                assertThat(version.versionId()).isNotEqualTo("null");
                assertThatExceptionOfType(ObjectStoreException.class)
                        .isThrownBy(() -> plain.locks().orElseThrow().hold(version))
                        .withMessageContaining("InvalidRequest");
            }
        }
    }

    @Nested
    class InMemory extends Locks {

        private final InMemoryObjectStore store = new InMemoryObjectStore(clock);

        @Override
        ObjectStore store() {
            return store;
        }

        @Override
        void hide() {
            store.hide(KEY);
        }
    }
}
