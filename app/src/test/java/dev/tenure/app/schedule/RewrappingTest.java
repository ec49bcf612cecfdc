package dev.tenure.app.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKeys;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

class RewrappingTest {

    private static final ItemKeys.Mark HERE = new ItemKeys.Mark("keyset:1", new UUID(0, 1));
    private static final ItemKeys.Mark THERE = new ItemKeys.Mark("keyset:1", new UUID(0, 2));
    private static final ItemKeys.Failure FAILURE =
            new ItemKeys.Failure(null, new KeyUnavailable(Reason.KEY_UNKNOWN, "lost"));

    private final AtomicLong nanos = new AtomicLong();
    private final Pages pages = new Pages();
    private final Named vault = new Named();
    private final Rewrapping rewrapping = new Rewrapping(pages, vault, nanos::get);

    @Test
    void goesThroughAllPagesInOneRunWhileTimeLasts() {
        pages.next(10, List.of(), HERE);
        pages.next(10, List.of(), THERE);
        pages.next(3, List.of(), null);
        rewrapping.run();

        assertThat(pages.asked).containsExactly(null, HERE, THERE);
    }

    @Test
    void goesOnInTheNextRunWhereItsTimeWasOver() {
        pages.took = Duration.ofSeconds(3);
        pages.next(10, List.of(), HERE);
        rewrapping.run();
        assertThat(pages.asked).containsExactly((ItemKeys.Mark) null);
        pages.next(3, List.of(), null);
        rewrapping.run();
        assertThat(pages.asked).containsExactly(null, HERE);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void namesEachItemWhoseKeyDoesNotOpenUpToSome(CapturedOutput output) {
        List<ItemKeys.Failure> failures = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            failures.add(new ItemKeys.Failure(
                    new ItemId(new UUID(7, i)), new KeyUnavailable(Reason.KEY_UNKNOWN, "reason " + i)));
        }
        pages.next(0, failures, HERE);
        pages.next(0, failures, null);
        rewrapping.run();

        assertThat(output)
                .contains("the key of item " + new UUID(7, 69) + " could not be wrapped anew: reason 69")
                .contains("140 keys could not be wrapped anew");
        assertThat(output.toString().split("the key of item", -1)).hasSize(101);
    }

    @Test
    void beginsAnewWhenTheVaultRotates() {
        pages.took = Duration.ofSeconds(3);
        pages.next(10, List.of(), HERE);
        rewrapping.run();
        vault.key = "keyset:3";
        pages.next(3, List.of(), null);
        rewrapping.run();

        assertThat(pages.asked).containsExactly(null, null);
    }

    @Test
    void restsAfterAPassThatLeftKeysBehind() {
        pages.next(3, List.of(FAILURE), null);
        rewrapping.run();
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        rewrapping.run();
        assertThat(pages.asked).hasSize(1);
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        pages.next(1, List.of(), null);
        rewrapping.run();
        assertThat(pages.asked).hasSize(2);

        pages.next(0, List.of(FAILURE), null);
        rewrapping.run();
        vault.key = "keyset:3";
        pages.next(1, List.of(), null);
        rewrapping.run();
        assertThat(pages.asked).as("a rotation ends the rest").hasSize(4);
        assertThat(pages.noted).containsExactly("keyset:2 3", "keyset:2 1", "keyset:3 1");
    }

    /** Answers as it was told, in order. */
    private final class Pages implements ItemKeys {

        private final Deque<Rewrapped> answers = new ArrayDeque<>();
        private final List<@Nullable Mark> asked = new ArrayList<>();
        private final List<String> noted = new ArrayList<>();
        private Duration took = Duration.ZERO;

        void next(int done, List<Failure> failures, @Nullable Mark next) {
            answers.add(new Rewrapped(done, failures, next));
        }

        @Override
        public Rewrapped rewrap(@Nullable Mark after, int limit) {
            asked.add(after);
            nanos.addAndGet(took.toNanos());
            return answers.remove();
        }

        @Override
        public String wrappingKeyId() {
            return vault.wrappingKeyId();
        }

        @Override
        public void noteRewrapped(String vaultKeyId, long keys) {
            noted.add(vaultKeyId + " " + keys);
        }

        @Override
        public SortedMap<String, Long> wrappedBy() {
            return new TreeMap<>();
        }

        @Override
        public long retire(String vaultKeyId) {
            return 0;
        }
    }

    /** Has a name, and is asked for nothing else. */
    private static final class Named implements KeyVault {

        private String key = "keyset:2";

        @Override
        public WrappedKey wrap(DataKey data, SealBinding binding) {
            throw new AssertionError("wraps nothing");
        }

        @Override
        public DataKey unwrap(WrappedKey wrapped, SealBinding binding) {
            throw new AssertionError("unwraps nothing");
        }

        @Override
        public String wrappingKeyId() {
            return key;
        }

        @Override
        public boolean wrapped(WrappedKey wrapped) {
            return true;
        }
    }
}
