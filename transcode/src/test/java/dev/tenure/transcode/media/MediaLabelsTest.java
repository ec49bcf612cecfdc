package dev.tenure.transcode.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class MediaLabelsTest {

    private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

    @Test
    void carriesRetentionAndNoticeIntoTheTags() {
        MediaLabels labels = new MediaLabels("Weekly", START, "30 days", "announced", "it-42");

        assertThat(labels.tags())
                .containsExactly(
                        java.util.Map.entry("title", "Weekly"),
                        java.util.Map.entry("date", "2026-05-04T09:30:00Z"),
                        java.util.Map.entry("creation_time", "2026-05-04T09:30:00Z"),
                        java.util.Map.entry("description", "Retention: 30 days. Notice: announced."),
                        java.util.Map.entry("comment", "Item it-42. Retention: 30 days. Notice: announced."));
    }

    @Test
    void turnsControlsLinesAndHiddenCharactersIntoSpaces() {
        assertThat(titled("a\r\nb\u0000c\u001b[31m\u2028d\u202Egpj.exe\uD800!")).isEqualTo("a b c [31m d gpj.exe !");
    }

    @Test
    void keepsWhatPeopleWrite() {
        assertThat(titled("  Über-Café 会議 🎉 = -i; \"x\"  ")).isEqualTo("Über-Café 会議 🎉 = -i; \"x\"");
    }

    @Test
    void cutsByCharactersNotInTheMiddleOfOne() {
        assertThat(titled("🎉".repeat(2000)).codePoints())
                .hasSize(MediaLabels.MAX_LENGTH)
                .containsOnly("🎉".codePointAt(0));
    }

    private static String titled(String title) {
        return new MediaLabels(title, START, "", "", "").title();
    }
}
