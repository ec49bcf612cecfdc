package dev.tenure.transcode.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Notice;
import dev.tenure.catalog.NoticeId;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.transcode.plan.PictureCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void saysHowLongAnItemIsKept() {
        assertThat(Labels.retention(tags("c-7", "2027-05-04T10:30:00Z")))
                .isEqualTo("class c-7, until 2027-05-04T10:30:00Z");
        assertThat(Labels.retention(tags("c-7", "never"))).isEqualTo("class c-7, no end set");
        assertThat(Labels.retention(ObjectTags.none())).isEqualTo("class none, until unknown");
    }

    @Test
    void namesTheNoticeWithItsVersionAndLanguage() {
        Notice notice =
                new Notice(new NoticeId(new UUID(1, 1)), "spoken", 3, "en", "This meeting is recorded.", null, null);

        assertThat(Labels.words(notice)).isEqualTo("spoken version 3 (en)");
    }

    @Test
    void neverUsesTheSameKeyComponentTwice() {
        assertThat(Publication.label(1, Set.of())).isEqualTo("1");
        assertThat(Publication.label(1, Set.of("1"))).isEqualTo("1-2");
        assertThat(Publication.label(2, Set.of("1", "1-2", "2", "2-2"))).isEqualTo("2-3");
    }

    @Test
    void settingsRejectNonsense() {
        Path scratch = Path.of("scratch");
        Duration fine = Duration.ofSeconds(90);
        assertThat(settings(scratch, fine, 3).scratch()).isAbsolute();
        assertThatThrownBy(() -> settings(scratch, Duration.ofSeconds(1), 3)).hasMessageContaining("lease");
        assertThatThrownBy(() -> settings(scratch, fine, 0)).hasMessageContaining("attempts");
    }

    private static TranscodeSettings settings(Path scratch, Duration lease, int attempts) {
        Duration minute = Duration.ofMinutes(1);
        return new TranscodeSettings(
                scratch,
                lease,
                attempts,
                minute,
                minute,
                minute,
                minute,
                PictureCodec.H264,
                new CpuBudget(0, 0, 0),
                QuietHours.none());
    }

    private static ObjectTags tags(String retention, String goAt) {
        return ObjectTags.of(Map.of("tenure-retention", retention, "tenure-go-at", goAt));
    }
}
