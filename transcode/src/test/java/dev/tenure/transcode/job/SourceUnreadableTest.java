package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.objectstore.ObjectNotFound;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SourceUnreadableTest {

    @Test
    void tellsWhatTheStoreSaidHoweverDeepItIsWrapped() {
        ObjectNotFound missing = new ObjectNotFound("gone", null);

        assertThatThrownBy(() -> SourceUnreadable.because(new IOException("ahead", new IOException("fetch", missing))))
                .isSameAs(missing);
    }

    @Test
    void aConnectionThatBrokeSaysNothingOfTheRecording() {
        IOException failure = SourceUnreadable.because(new IOException("ended early"));

        assertThat(failure).isInstanceOf(SourceUnreadable.class);
        assertThat(Verdict.of(failure).retryable()).isTrue();
        assertThat(Verdict.of(failure).reason()).contains("could not be read from the object store");
    }
}
