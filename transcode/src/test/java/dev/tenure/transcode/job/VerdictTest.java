package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

    @Test
    void takesTheEnginesWordOnItsFailures() {
        Verdict refused = Verdict.of(new MediaException(new MediaFailure.RefusedInput("moov atom not found")));
        Verdict slow = Verdict.of(new MediaException(new MediaFailure.TimedOut("wall time", Duration.ofMinutes(1))));

        assertThat(refused.retryable()).isFalse();
        assertThat(refused.sources()).isTrue();
        assertThat(refused.reason()).startsWith("Moov atom not found. ");
        assertThat(slow.retryable()).isTrue();
        assertThat(slow.sources()).isFalse();
    }

    @Test
    void triesAgainWhatTheStoreOrItsOperatorCanMend() {
        assertThat(Verdict.of(new ObjectStoreException(ObjectStoreException.Fault.STORE, "key/in/here", null)))
                .satisfies(verdict -> assertThat(verdict.retryable()).isTrue())
                .satisfies(verdict -> assertThat(verdict.reason()).doesNotContain("key/in/here"));
        assertThat(Verdict.of(new ObjectStoreException(ObjectStoreException.Fault.CONFIGURATION, "denied", null))
                        .retryable())
                .isTrue();
        assertThat(Verdict.of(new ObjectNotFound("gone", null)).retryable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(KeyUnavailable.Reason.class)
    void givesUpARecordingOnlyForItsOwnKey(KeyUnavailable.Reason reason) {
        Verdict verdict = Verdict.of(new KeyUnavailable(reason, "arn:of/a:key"));

        assertThat(verdict.retryable())
                .isEqualTo(reason != KeyUnavailable.Reason.WRAPPED_KEY_ALTERED
                        && reason != KeyUnavailable.Reason.DESTROYED);
        assertThat(verdict.sources()).isFalse();
        assertThat(verdict.reason()).doesNotContain("arn:of/a:key");
    }

    @Test
    void namesNoPathOfAWorkFile() {
        assertThat(Verdict.of(new IOException("/private/scratch: no space left"))
                        .reason())
                .doesNotContain("/private");
    }

    @Test
    void cutsWhatIsTooLongToShow() {
        assertThat(Verdict.of(new Unplayable("x".repeat(10_000))).reason()).hasSizeLessThan(500);
    }
}
