package dev.tenure.retention.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ItemMirrorTest {

    @Test
    void anItemWaitsTwiceAsLongAfterEachFailureUpToFiveMinutes() {
        assertThat(ItemMirror.waitAfter(0)).isEqualTo(Duration.ofSeconds(5));
        assertThat(ItemMirror.waitAfter(1)).isEqualTo(Duration.ofSeconds(10));
        assertThat(ItemMirror.waitAfter(5)).isEqualTo(Duration.ofSeconds(160));
        assertThat(ItemMirror.waitAfter(6)).isEqualTo(Duration.ofMinutes(5));
        assertThat(ItemMirror.waitAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(5));
    }
}
