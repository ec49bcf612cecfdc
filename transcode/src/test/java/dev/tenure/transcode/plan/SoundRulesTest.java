package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Survey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundRulesTest {

    private static final AudioTrack AAC = new AudioTrack(0, "aac", "LC", 2, 44_100, 0);
    private static final AudioTrack OPUS = new AudioTrack(0, "opus", "", 2, 48_000, 0);

    @ParameterizedTest
    @CsvSource(
            nullValues = "silent",
            value = {
                // measured LUFS -> change in decibels
                "-18, 0",
                "-31.04, 13",
                "-50, 25",
                "-8, -10",
                "-60.5, silent",
                "silent, silent",
            })
    void bringsSpeechToOneLoudnessAndLeavesSilenceAlone(@Nullable Double measured, @Nullable Double gain) {
        TranscodePlan plan = plan(List.of(OPUS), Survey.NONE.loud(measured));

        assertThat(plan.sound().orElseThrow().gain()).isEqualTo(gain);
        assertThat(plan.reasons())
                .element(1)
                .asString()
                .contains("Loudness")
                .contains(gain == null ? "left as it is" : "LUFS");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "silent",
            value = {"-18, COPY", "-30, COPY", "-30.1, ENCODE", "-10, COPY", "-9.9, ENCODE", "-65, COPY", "silent, COPY"
            })
    void copiesUnlessItIsFarFromHowLoudRecordingsAre(@Nullable Double sample, Treatment treatment) {
        TranscodePlan plan = plan(List.of(AAC), Survey.NONE.sampled(sample).loud(sample));

        AudioPlan sound = plan.sound().orElseThrow();
        assertThat(sound.treatment()).isEqualTo(treatment);
        assertThat(sound.channels()).isEqualTo(treatment == Treatment.COPY ? 2 : 1);
        if (treatment == Treatment.ENCODE) {
            assertThat(plan.reasons()).anyMatch(reason -> reason.contains("LUFS it is far from how loud"));
        }
    }

    @Test
    void mixesTheTracksOfSeveralSpeakers() {
        TranscodePlan plan = plan(List.of(track(0, "aac", ""), track(1, "opus", "eng"), track(2, "opus", "eng")));

        AudioPlan sound = plan.sound().orElseThrow();
        assertThat(sound.treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(sound.index()).isZero();
        assertThat(sound.mixed()).containsExactly(1, 2);
        assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith("3 sound tracks mixed into one"));
    }

    @Test
    void takesTheFirstOfSeveralLanguages() {
        TranscodePlan plan = plan(List.of(track(0, "aac", "deu"), track(1, "aac", "eng")));

        AudioPlan sound = plan.sound().orElseThrow();
        assertThat(sound.treatment()).isEqualTo(Treatment.COPY);
        assertThat(sound.mixed()).isEmpty();
        assertThat(plan.reasons())
                .anyMatch(reason -> reason.equals(
                        "The first of 2 sound tracks is taken: they are in different languages (deu, eng)."));
    }

    private static AudioTrack track(int index, String codec, String language) {
        return new AudioTrack(index, codec, codec.equals("aac") ? "LC" : "", 1, 48_000, 0, language);
    }

    private static TranscodePlan plan(List<AudioTrack> tracks) {
        return plan(tracks, Survey.NONE);
    }

    private static TranscodePlan plan(List<AudioTrack> tracks, Survey survey) {
        MediaFacts facts = new MediaFacts(Container.MATROSKA, Duration.ofHours(1), 1000, 0, List.of(), tracks);
        Planned planned = new Recipe(MediaLimits.defaults()).plan(facts.surveyed(survey));
        return ((Planned.Accepted) planned).plan();
    }
}
