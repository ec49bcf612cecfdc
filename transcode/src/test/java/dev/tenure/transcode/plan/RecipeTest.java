package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.Survey;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RecipeTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final AudioTrack AAC = new AudioTrack(1, "aac", "LC", 2, 48_000, 96_000);

    private final Recipe recipe = new Recipe(MediaLimits.defaults());

    @Test
    void copiesBothTracksOfABrowserPlayableSource() {
        TranscodePlan plan = accepted(facts(h264(1920, 1080), AAC));

        assertThat(plan.remuxOnly()).isTrue();
        assertThat(plan.recipe()).isEqualTo("recipe-2");
        assertThat(plan.reasons())
                .containsExactly(
                        "Picture copied: H.264 High, 1920×1080 plays in every browser.",
                        "Sound copied: AAC-LC, 2 channel(s) plays in every browser.");
    }

    @Test
    void encodesACopyableSourceWhenACopyDidNotPlay() {
        TranscodePlan plan = ((Planned.Accepted) recipe.planEncoding(facts(h264(1280, 720), AAC))).plan();

        assertThat(plan.picture().orElseThrow().treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(plan.sound().orElseThrow().treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(plan.reasons()).contains("Picture encoded to H.264: a copy did not play.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            h264  | High                 | yuv420p     |            | COPY
            h264  | Constrained Baseline | yuv420p     |            | COPY
            h264  | Main                 | yuvj420p    |            | COPY
            h264  | High 4:4:4 Predictive| yuv444p     | profile    | ENCODE
            h264  | High 10              | yuv420p10le | profile    | ENCODE
            h264  | High                 | yuv422p     | pixel      | ENCODE
            vp8   | 0                    | yuv420p     | vp8        | ENCODE
            vp9   | Profile 0            | yuv420p     | vp9        | ENCODE
            hevc  | Main                 | yuv420p     | hevc       | ENCODE
            mpeg4 | Simple Profile       | yuv420p     | mpeg4      | ENCODE
            """)
    void copiesOnlyPicturesThatPlayEverywhere(
            String codec, String profile, String pixels, String because, Treatment treatment) {
        TranscodePlan plan = accepted(facts(new VideoTrack(0, codec, profile, pixels, 1280, 720, 25, true, 0, 0), AAC));

        assertThat(plan.picture().orElseThrow().treatment()).isEqualTo(treatment);
        if (because != null) {
            assertThat(plan.reasons().getFirst()).startsWith("Picture encoded").contains(because);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // width, height, frames per second, rotation -> width, height, fit
        "1280, 720, 25, 0, 1280, 720, AS_IS",
        "320, 240, 25, 0, 320, 240, AS_IS",
        "853, 479, 25, 0, 854, 480, PAD_TO_EVEN",
        "479, 853, 25, 90, 854, 480, PAD_TO_EVEN",
        "2560, 1440, 25, 0, 1920, 1080, SHRINK",
        "2560, 1440, 25, 90, 1080, 1920, SHRINK",
        "3440, 1440, 25, 0, 1920, 802, SHRINK",
        "2560, 1440, 5, 0, 2560, 1440, AS_IS",
        "3840, 2160, 5, 0, 3840, 2160, AS_IS",
        "7680, 4320, 5, 0, 4096, 2304, SHRINK",
        "1920, 1920, 25, 0, 1080, 1080, SHRINK",
    })
    void neverEnlargesAndShrinksOnlyWhatIsTooLarge(
            int width, int height, double rate, int rotation, int toWidth, int toHeight, Fit fit) {
        VideoPlan picture = accepted(facts(
                        new VideoTrack(0, "vp9", "Profile 0", "yuv420p", width, height, rate, true, rotation, 0), AAC))
                .picture()
                .orElseThrow();

        assertThat(picture.width()).isEqualTo(toWidth);
        assertThat(picture.height()).isEqualTo(toHeight);
        assertThat(picture.fit()).isEqualTo(fit);
    }

    @ParameterizedTest
    @CsvSource({
        "5, true, 10, false",
        "10, false, 10, false",
        "25, true, 4, true",
        "25, false, 4, false",
        "0, false, 4, false"
    })
    void spacesKeyFramesByWhatThePictureLooksLike(double rate, boolean steady, int seconds, boolean reorder) {
        VideoPlan picture = accepted(facts(new VideoTrack(0, "vp8", "", "yuv420p", 1280, 720, rate, steady, 0, 0), AAC))
                .picture()
                .orElseThrow();

        assertThat(picture.keyFrameDistance()).isEqualTo(Duration.ofSeconds(seconds));
        assertThat(picture.reorder()).isEqualTo(reorder);
    }

    @ParameterizedTest
    @CsvSource({
        "aac, LC, 1, 48000, COPY, 1, 48000, 0",
        "aac, LC, 2, 44100, COPY, 2, 44100, 0",
        "aac, LC, 6, 48000, ENCODE, 1, 48000, 64000",
        "aac, HE-AAC, 2, 48000, ENCODE, 1, 48000, 64000",
        "aac, LC, 2, 96000, ENCODE, 1, 48000, 64000",
        "opus, '', 1, 48000, ENCODE, 1, 48000, 64000",
        "opus, '', 2, 48000, ENCODE, 1, 48000, 64000",
        "pcm_s16le, '', 1, 8000, ENCODE, 1, 8000, 64000",
        "vorbis, '', 0, 0, ENCODE, 1, 48000, 64000",
    })
    void copiesOnlySoundThatPlaysEverywhere(
            String codec,
            String profile,
            int channels,
            int rate,
            Treatment treatment,
            int toChannels,
            int toRate,
            int bits) {
        AudioPlan sound = accepted(facts(null, new AudioTrack(0, codec, profile, channels, rate, 0)))
                .sound()
                .orElseThrow();

        assertThat(sound).isEqualTo(new AudioPlan(0, treatment, toChannels, toRate, bits));
    }

    @Test
    void takesTheLargestPicture() {
        VideoTrack camera = new VideoTrack(0, "vp8", "", "yuv420p", 320, 240, 25, true, 0, 0);
        VideoTrack screen = new VideoTrack(2, "vp8", "", "yuv420p", 1920, 1080, 5, true, 0, 0);

        TranscodePlan plan =
                accepted(new MediaFacts(Container.MATROSKA, HOUR, 1000, 0, List.of(camera, screen), List.of(AAC)));

        assertThat(plan.picture().orElseThrow().index()).isEqualTo(2);
        assertThat(plan.sound().orElseThrow().index()).isEqualTo(1);
        assertThat(plan.reasons()).last().asString().startsWith("1 further picture(s) left out");
    }

    @Test
    void fitsAPictureOfSeveralSizesIntoTheLargest() {
        MediaFacts facts = facts(new VideoTrack(0, "h264", "High", "yuv420p", 1280, 720, 25, true, 0, 0), AAC)
                .surveyed(Survey.NONE.changing(List.of(0)));

        TranscodePlan plan = accepted(facts);

        assertThat(plan.picture().orElseThrow().fit()).isEqualTo(Fit.LETTERBOX);
        assertThat(plan.picture().orElseThrow().treatment()).isEqualTo(Treatment.ENCODE);
        assertThat(plan.reasons())
                .anyMatch(reason -> reason.contains("size changes"))
                .anyMatch(reason -> reason.contains("fitted into 1280×720"));
    }

    @Test
    void saysWhatIsMissingOfACutFile() {
        TranscodePlan plan = accepted(facts(h264(1280, 720), AAC).surveyed(Survey.NONE.cutFrom(HOUR.plusSeconds(600))));

        assertThat(plan.reasons())
                .first()
                .isEqualTo("Its end is missing: of 4200 s that it claims, the 3600 s that are" + " there are taken.");
    }

    @Test
    void refusesWhatCannotBePlayable() {
        assertThat(refusal(facts(null, null))).contains("neither a picture nor a sound");
        assertThat(refusal(facts(h264(1280, 720), AAC).lasting(Duration.ZERO))).contains("no playable length");
        assertThat(refusal(facts(h264(1280, 720), AAC).lasting(Duration.ofHours(25))))
                .contains("25 hours");
        assertThat(refusal(facts(h264(16_000, 16_000), AAC))).contains("16000×16000");
        assertThat(refusal(facts(h264(20_000, 100), AAC))).contains("20000×100");
        assertThat(refusal(facts(h264(1280, 1), AAC))).contains("1280×1");
        assertThat(refusal(facts(new VideoTrack(0, "vp8", "", "yuv420p", 640, 480, 1_000_000, true, 0, 0), AAC)))
                .contains("1000000 frames");
        assertThat(refusal(facts(null, new AudioTrack(0, "pcm_s16le", "", 1000, 48_000, 0))))
                .contains("1000 channels");
    }

    @Test
    void boundsTheOutputByTheSourceAndItsLength() {
        TranscodePlan remux = accepted(facts(h264(1280, 720), AAC));
        TranscodePlan encode = accepted(facts(new VideoTrack(0, "vp8", "", "yuv420p", 1280, 720, 25, true, 0, 0), AAC));

        assertThat(remux.outputBound()).isEqualTo(64L * 1024 * 1024 + 1250);
        assertThat(encode.outputBound()).isEqualTo(64L * 1024 * 1024 + 1250 + 3601L * 2_500_000);
    }

    @Test
    void survivesJson() {
        JsonMapper json = JsonMapper.builder().build();
        MediaFacts facts = facts(h264(853, 479), AAC).lasting(Duration.ofMillis(61_234));
        TranscodePlan both = accepted(facts);
        TranscodePlan soundOnly = accepted(facts(null, AAC));

        assertThat(json.readValue(json.writeValueAsString(facts), MediaFacts.class))
                .isEqualTo(facts);
        assertThat(json.readValue(json.writeValueAsString(both), TranscodePlan.class))
                .isEqualTo(both);
        assertThat(json.readValue(json.writeValueAsString(soundOnly), TranscodePlan.class))
                .isEqualTo(soundOnly);
    }

    private TranscodePlan accepted(MediaFacts facts) {
        Planned planned = recipe.plan(facts);
        assertThat(planned).isInstanceOf(Planned.Accepted.class);
        return ((Planned.Accepted) planned).plan();
    }

    private String refusal(MediaFacts facts) {
        Planned planned = recipe.plan(facts);
        assertThat(planned).isInstanceOf(Planned.Refused.class);
        return ((Planned.Refused) planned).reason();
    }

    private static VideoTrack h264(int width, int height) {
        return new VideoTrack(0, "h264", "High", "yuv420p", width, height, 25, true, 0, 1_000_000);
    }

    private static MediaFacts facts(@Nullable VideoTrack video, @Nullable AudioTrack audio) {
        return new MediaFacts(
                Container.MP4,
                HOUR,
                1000,
                0,
                video == null ? List.of() : List.of(video),
                audio == null ? List.of() : List.of(audio));
    }
}
