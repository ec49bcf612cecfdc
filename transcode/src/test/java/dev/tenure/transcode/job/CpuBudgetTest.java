package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CpuBudgetTest {

    @Test
    void givesEveryFourCoresARecording() {
        CpuBudget all = new CpuBudget(0, 0, 10);

        assertThat(all.places(2)).isEqualTo(1);
        assertThat(all.share(2).threads()).isEqualTo(2);
        assertThat(all.places(16)).isEqualTo(4);
        assertThat(all.share(16).threads()).isEqualTo(4);
        assertThat(all.share(16).niceness()).isEqualTo(10);
    }

    @Test
    void staysWithinWhatItIsGiven() {
        CpuBudget some = new CpuBudget(6, 3, 0);

        assertThat(some.places(16)).isEqualTo(3);
        assertThat(some.share(16).threads()).isEqualTo(2);
        assertThat(some.share(2).threads()).as("a machine that has fewer").isEqualTo(1);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new CpuBudget(-1, 0, 0)).hasMessageContaining("tenure.transcode.cpu");
        assertThatThrownBy(() -> new CpuBudget(0, 0, 20)).hasMessageContaining("niceness");
    }
}
