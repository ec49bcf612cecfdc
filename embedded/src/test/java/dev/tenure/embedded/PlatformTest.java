package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class PlatformTest {

    @Test
    void takesLinuxOnX86() {
        assertThatCode(() -> Platform.requireSupported("part", "TENURE_DB_URL", "Linux", "amd64"))
                .doesNotThrowAnyException();
    }

    @Test
    void tellsEveryOtherMachineWhatToSetInOneLine() {
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> Platform.requireSupported("part", "TENURE_DB_URL", "Linux", "aarch64"))
                .withMessageContaining("aarch64")
                .withMessageEndingWith("set TENURE_DB_URL");
        assertThatExceptionOfType(EmbeddedPartFailed.class)
                .isThrownBy(() -> Platform.requireSupported("part", "TENURE_DB_URL", "Mac OS X", "x86_64"))
                .withMessageContaining("Mac OS X");
    }
}
