package dev.tenure.storageapi.playback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaybackSettingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1H", "PT59S", "PT24H1S", "P7D"})
    void refusesLinksThatEndAtOnceOrNever(String lifetime) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlaybackSettings(Duration.parse(lifetime)))
                .withMessageContaining("1m to 24h");
    }

    @Test
    void allowsWhatAPersonMayNeed() {
        assertThat(new PlaybackSettings(Duration.ofMinutes(1)).linkLifetime()).hasMinutes(1);
        assertThat(new PlaybackSettings(Duration.ofHours(24)).linkLifetime()).hasHours(24);
    }
}
