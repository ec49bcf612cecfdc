package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.PictureSample;
import dev.tenure.transcode.media.Survey;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureRulesTest {

    private final PictureRules rules = new PictureRules(PictureCodec.H264);
    private final List<String> reasons = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # drawn | lively | repeated | rate | content | key frames | repeats | reorder
            1.00    | 0.00   | 0.72     | 25   | SCREEN  | 10         | 24      | false
            0.95    | 0.01   | 0.10     | 30   | SCREEN  | 10         | 29      | false
            1.00    | 0.00   | 0.00     | 5    | SCREEN  | 10         | 4       | false
            1.00    | 0.00   | 0.00     | 1    | SCREEN  | 10         | 0       | false
            0.85    | 0.12   | 0.00     | 25   | MIXED   | 4          | 4       | true
            0.40    | 0.60   | 0.50     | 30   | MIXED   | 4          | 5       | true
            0.29    | 0.00   | 0.90     | 25   | CAMERAS | 4          | 4       | true
            0.00    | 1.00   | 0.00     | 25   | CAMERAS | 4          | 4       | true
            0.00    | 1.00   | 0.50     | 0    | CAMERAS | 4          | 4       | false
            """)
    void encodesByWhatThePictureShows(
            double drawn,
            double lively,
            double repeated,
            double rate,
            Content content,
            int keyFrames,
            int repeats,
            boolean reorder) {
        VideoPlan plan = plan(rules, vp8(1280, 720, rate), new PictureSample(180, repeated, drawn, lively));

        assertThat(plan)
                .isEqualTo(new VideoPlan(
                        0,
                        Treatment.ENCODE,
                        1280,
                        720,
                        Fit.AS_IS,
                        reorder,
                        Duration.ofSeconds(keyFrames),
                        PictureCodec.H264,
                        content,
                        repeats,
                        false));
    }

    @Test
    void saysWhatWasSeen() {
        plan(rules, vp8(1280, 720, 25), new PictureSample(180, 0.5, 0.85, 0.124));

        assertThat(reasons)
                .containsExactly(
                        "Picture encoded to H.264: vp8 does not play in every browser.",
                        "Taken for a screen with cameras: 85 % of the picture is drawn, 12 % moves all the time,"
                                + " 50 % of the frames repeat the one before.",
                        "Key frames at changes of scene and every 4 s; frames that repeat the one before are left out for"
                                + " at most 0.2 s.");
    }

    @ParameterizedTest
    @CsvSource({
        // average rate, widest gap in ms -> repeats left out in a row, of a screen that may be still for a second
        "25, 40, 24",
        "25, 100, 9",
        "25, 500, 1",
        "25, 501, 0",
        "25, 20000, 0",
        "5, 100, 4",
        "0.5, 2000, 0",
    })
    void leavesOutNoMoreThanASecondWhereFramesComeAsTheyLike(double rate, long gap, int repeats) {
        VideoTrack unsteady = new VideoTrack(0, "vp9", "", "yuv420p", 1280, 720, rate, false, 0, 0);
        MediaFacts facts = new MediaFacts(
                Container.MATROSKA,
                Duration.ofMinutes(1),
                1,
                0,
                List.of(unsteady),
                List.of(),
                Survey.NONE.looking(new PictureSample(180, 0.5, 1, 0)).paced(Duration.ofMillis(gap)));
        assertThat(rules.plan(facts, unsteady, null, reasons).repeats()).isEqualTo(repeats);
        assertThat(reasons.getLast())
                .contains(
                        repeats > 0 ? "left out for at most 1 s" : "no frame is left out, because some come far apart");
    }

    @ParameterizedTest
    @CsvSource({"10, SCREEN", "10.1, CAMERAS", "0, CAMERAS"})
    void judgesByTheRateWhereNobodyLooked(double rate, Content content) {
        assertThat(plan(rules, vp8(1280, 720, rate), null).content()).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({
        // drawn, lively -> width, height: letters keep their size, cameras do not
        "0.9, 0.0, 2560, 1440",
        "0.8, 0.1, 2560, 1440",
        "0.1, 0.9, 1920, 1080"
    })
    void shrinksCamerasAlone(double drawn, double lively, int width, int height) {
        VideoPlan plan = plan(rules, vp8(2560, 1440, 25), new PictureSample(180, 0, drawn, lively));

        assertThat(plan.width()).isEqualTo(width);
        assertThat(plan.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({
        // codec, profile, pixels, encoder -> treatment, codec of the output
        "av1, Main, yuv420p, H264, ENCODE, H264",
        "av1, Main, yuv420p, AV1, COPY, AV1",
        "av1, Main, yuv420p10le, AV1, ENCODE, AV1",
        "av1, High, yuv444p, AV1, ENCODE, AV1",
        "h264, High, yuv420p, AV1, COPY, H264",
        "vp9, Profile 0, yuv420p, AV1, ENCODE, AV1",
    })
    void copiesAv1WhereItIsWanted(
            String codec, String profile, String pixels, PictureCodec encoder, Treatment treatment, PictureCodec made) {
        VideoPlan plan = plan(
                new PictureRules(encoder), new VideoTrack(0, codec, profile, pixels, 1280, 720, 25, true, 0, 0), null);

        assertThat(plan.treatment()).isEqualTo(treatment);
        assertThat(plan.codec()).isEqualTo(made);
    }

    @ParameterizedTest
    @CsvSource({"smpte2084, true", "arib-std-b67, true", "bt709, false", "'', false"})
    void mapsHighDynamicRange(String transfer, boolean mapped) {
        VideoPlan plan = plan(
                rules, new VideoTrack(0, "hevc", "Main 10", "yuv420p10le", 1920, 1080, 30, true, 0, 0, transfer), null);

        assertThat(plan.toneMapped()).isEqualTo(mapped);
        assertThat(reasons.stream().anyMatch(reason -> reason.startsWith("Brightness mapped")))
                .isEqualTo(mapped);
    }

    private VideoPlan plan(PictureRules rules, VideoTrack track, @Nullable PictureSample seen) {
        MediaFacts facts = new MediaFacts(Container.MATROSKA, Duration.ofHours(1), 1000, 0, List.of(track), List.of());
        return rules.plan(seen == null ? facts : facts.surveyed(Survey.NONE.looking(seen)), track, null, reasons);
    }

    private static VideoTrack vp8(int width, int height, double rate) {
        return new VideoTrack(0, "vp8", "", "yuv420p", width, height, rate, true, 0, 0);
    }
}
