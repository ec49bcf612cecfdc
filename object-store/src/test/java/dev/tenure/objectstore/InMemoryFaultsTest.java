package dev.tenure.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.DeleteOutcome.Refusal;
import dev.tenure.objectstore.StoreFaults.Failing;
import dev.tenure.objectstore.strict.Defect;
import dev.tenure.objectstore.strict.MovableClock;
import dev.tenure.objectstore.strict.Operation;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The bucket in memory fails as it is told, and as the port says a store may fail. */
class InMemoryFaultsTest {

    private static final KeyPrefix FOLDER = new KeyPrefix("folder/");

    private final MovableClock clock = new MovableClock();
    private final InMemoryObjectStore store = new InMemoryObjectStore(clock);

    private ObjectVersion put(String name) {
        return store.put(FOLDER.key(name), new byte[1], "text/plain", ObjectTags.none());
    }

    @Test
    void failsAsOftenAsItWasTold() {
        store.faults().next(2, Operation.PUT_OBJECT, Failing.SLOW_DOWN);
        store.faults().next(1, Operation.PUT_OBJECT, Failing.LOST_BEFORE);

        assertThatExceptionOfType(SlowDown.class).isThrownBy(() -> put("a"));
        assertThatExceptionOfType(SlowDown.class).isThrownBy(() -> put("a"));
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> put("a"));
        assertThat(store.listVersions(FOLDER)).isEmpty();
        assertThat(store.listVersions(FOLDER)).isEmpty();
        assertThat(put("a")).isEqualTo(store.listVersions(FOLDER).getFirst());
    }

    @Test
    void hasTheEffectOfACallWhoseAnswerIsLost() {
        store.faults().next(1, Operation.PUT_OBJECT, Failing.LOST_AFTER);
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> put("a"));

        List<ObjectVersion> there = store.listVersions(FOLDER);
        assertThat(there).hasSize(1);

        store.faults().next(1, Operation.DELETE_OBJECTS, Failing.LOST_AFTER);
        assertThatExceptionOfType(OutcomeUnknown.class).isThrownBy(() -> store.deleteVersions(there));
        assertThat(store.listVersions(FOLDER)).isEmpty();
    }

    @Test
    void leavesNothingUnknownOfALook() {
        store.faults().next(1, Operation.LIST_OBJECT_VERSIONS, Failing.LOST_AFTER);

        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> store.listVersions(FOLDER))
                .isNotInstanceOf(OutcomeUnknown.class)
                .matches(ObjectStoreException::worthRetrying);
    }

    @Test
    void keepsTheVersionsThatItWasToldToKeep() {
        ObjectVersion kept = put("a");
        ObjectVersion gone = put("b");
        store.faults().refuseDeletion(kept, "InternalError");

        DeleteOutcome outcome = store.deleteVersions(List.of(kept, gone));

        assertThat(outcome.deleted()).containsExactly(gone);
        assertThat(outcome.refused().stream().map(Refusal::code)).containsExactly("InternalError");
        store.faults().clear();
        assertThat(store.deleteVersions(List.of(kept)).deleted()).containsExactly(kept);
    }

    @Test
    void showsWhatIsReallyThereBesideWhatIsToFail() {
        ObjectVersion kept = put("a");
        store.faults().next(1, Operation.LIST_OBJECT_VERSIONS, Failing.SLOW_DOWN);
        store.faults().refuseDeletion(kept, "AccessDenied");

        assertThat(store.faults().past(() -> store.listVersions(FOLDER))).containsExactly(kept);
        assertThatExceptionOfType(SlowDown.class).isThrownBy(() -> store.listVersions(FOLDER));
        assertThat(store.deleteVersions(List.of(kept)).deleted()).isEmpty();
        assertThat(store.faults()
                        .past(() -> store.deleteVersions(List.of(kept)))
                        .deleted())
                .containsExactly(kept);
    }

    @Test
    void listsWhatWasBeforeTheLastChange() {
        ObjectVersion first = put("a");
        ObjectVersion second = put("b");
        store.defects().add(Defect.STALE_LISTS);

        assertThat(store.listVersions(FOLDER)).containsExactly(first);
        store.deleteVersions(List.of(first));
        assertThat(store.listVersions(FOLDER)).containsExactly(first, second);
        store.defects().clear();
        assertThat(store.listVersions(FOLDER)).containsExactly(second);
    }

    @Test
    void listsWhatWasAWhileAgo() {
        ObjectVersion first = put("a");
        clock.move(Duration.ofSeconds(10));
        put("b");
        put("c");
        store.defects().listingLag(Duration.ofSeconds(5));

        assertThat(store.listVersions(FOLDER)).containsExactly(first);
        clock.move(Duration.ofSeconds(10));
        assertThat(store.listVersions(FOLDER)).hasSize(3);
    }

    @Test
    void listsInPagesAlsoWhenTheLastOfAPageIsGone() {
        IntStream.range(0, 1002).forEach(i -> put("same"));

        Listing<ObjectVersion> first = store.listVersions(FOLDER, ListingMark.START);
        assertThat(first.entries()).hasSize(1000);
        store.deleteVersions(first.entries());
        Listing<ObjectVersion> second = store.listVersions(FOLDER, first.next().orElseThrow());
        assertThat(second.entries()).hasSize(2).isEqualTo(store.listVersions(FOLDER));
        assertThat(second.next()).isEmpty();
    }
}
