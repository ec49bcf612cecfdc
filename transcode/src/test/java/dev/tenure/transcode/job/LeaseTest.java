package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Items;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private final Deque<String> calls = new ArrayDeque<>();
    private volatile boolean granted = true;
    private final Items items = (Items) Proxy.newProxyInstance(
            Items.class.getClassLoader(), new Class<?>[] {Items.class}, (proxy, method, arguments) -> {
                synchronized (calls) {
                    calls.add(method.getName());
                }
                return method.getName().equals("lease") ? granted : null;
            });
    private final Leases leases = new Leases(items, Duration.ofMillis(90));
    private final Lease lease = leases.of(new ItemId(new UUID(1, 2)));

    @AfterEach
    void end() {
        leases.close();
    }

    @Test
    void isRenewedByItselfAndLostOnceRefused() {
        assertThat(lease.take()).isTrue();
        Until.holds("it is renewed", () -> count("lease") > 5);
        assertThat(lease.renew()).isTrue();

        granted = false;

        Until.holds("it is lost", lease::lost);
        granted = true;
        assertThat(lease.renew()).as("for good").isFalse();
    }

    @Test
    void isNotTakenWhenRefused() {
        granted = false;

        assertThat(lease.take()).isFalse();
        assertThat(lease.lost()).isTrue();
    }

    @Test
    void isNeverTakenAgainAfterItIsGivenBack() {
        assertThat(lease.take()).isTrue();

        lease.close();

        int before = count("lease");
        assertThat(lease.renew()).isFalse();
        assertThat(count("lease")).isEqualTo(before);
        assertThat(count("release")).isEqualTo(1);
    }

    @Test
    void countsAsLostWhenItCouldNotBeRenewedInTime() {
        assertThat(lease.take()).isTrue();

        leases.close();

        Until.holds("it is too old to rely on", lease::lost);
    }

    private int count(String method) {
        synchronized (calls) {
            return (int) calls.stream().filter(method::equals).count();
        }
    }
}
