package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratorTest {

    @Test
    void theSameSeedGivesTheSameHistory() {
        assertThat(Generator.history(7, 200)).isEqualTo(Generator.history(7, 200));
        assertThat(Generator.history(7, 200)).isNotEqualTo(Generator.history(8, 200));
    }

    @Test
    void aLongHistoryHasEveryCommand() {
        assertThat(Generator.history(1, 5_000).commands().stream()
                        .map(Object::getClass)
                        .collect(Collectors.toSet()))
                .hasSameSizeAs(Command.class.getPermittedSubclasses());
    }

    @Test
    void aHistoryCanBeRead() {
        assertThat(Generator.history(3, 2).text()).contains("   1  Revise[rules=", "   2  Ingest[item=0, ");
    }
}
