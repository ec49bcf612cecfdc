package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.VideoTrack;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingTest {

    private static final Chunking CHUNKING =
            new Chunking(new ChunkRules(Duration.ofMinutes(15), Duration.ofMinutes(2)));

    @ParameterizedTest(name = "{0} min with {1} free: {2}")
    @CsvSource({
        "60, 0, no other worker is free",
        "20, 1, 1200 s on 1 other worker(s) would save 600 s of encoding",
        "15, 7, would save 787 s",
        "1, 30, would save",
    })
    void doesNotCutWhatGainsLittle(int minutes, int free, String reason) {
        Division division = divide(Container.MATROSKA, minutes, free, times(minutes, 4));

        assertThat(division).isInstanceOf(Division.Whole.class);
        assertThat(division.reason()).startsWith("Not cut: ").contains(reason);
    }

    @ParameterizedTest(name = "{0} min with {1} free: {2} chunks")
    @CsvSource({"60, 1, 4", "60, 3, 8", "60, 100, 30", "30, 1, 4", "600, 4, 10"})
    void cutsTwoChunksForEachEncoderAsFarAsTheyAreLongEnough(int minutes, int free, int chunks) {
        Division.Cut cut = (Division.Cut) divide(Container.MP4, minutes, free, times(minutes, 4));

        assertThat(cut.chunks()).hasSize(chunks);
        assertThat(cut.reason()).contains("Cut into %d chunks".formatted(chunks));
    }

    @Test
    void leavesNoGapAndRunsUpFromTheKeyFrameBefore() {
        FrameTimes times = times(60, 4);

        Division.Cut cut = (Division.Cut) divide(Container.MP4, 60, 1, times);

        List<Chunk> chunks = cut.chunks();
        assertThat(chunks.getFirst().from()).isEqualTo(times.first());
        assertThat(chunks.getFirst().runUp()).isNull();
        assertThat(chunks.getLast().to()).isNull();
        for (int i = 1; i < chunks.size(); i++) {
            assertThat(chunks.get(i).number()).isEqualTo(i);
            assertThat(chunks.get(i).from()).isEqualTo(chunks.get(i - 1).to());
            assertThat(times.keys()).contains(chunks.get(i).from());
            assertThat(chunks.get(i).runUp()).isEqualTo(chunks.get(i).from() - 4000);
            assertThat(cut.micros(chunks.get(i))).isBetween(890_000_000L, 910_000_000L);
        }
    }

    @Test
    void cutsAtTheFewKeyFramesThereAre() {
        FrameTimes times = new FrameTimes(1, 1000, 0, 0, 3_600_000, 90_000, true, List.of(0L, 100_000L), "");

        Division.Cut cut = (Division.Cut) divide(Container.MP4, 60, 3, times);

        assertThat(cut.chunks()).containsExactly(new Chunk(0, null, 0, 100_000L), new Chunk(1, 0L, 100_000, null));
    }

    @Test
    void doesNotCutWithoutKeyFramesTimesOrAnIndex() {
        FrameTimes times = times(60, 4);
        FrameTimes keyless = new FrameTimes(1, 1000, 0, 0, 3_600_000, 90_000, true, List.of(0L), "");
        FrameTimes untimed = new FrameTimes(1, 1000, 0, 0, 3_600_000, 90_000, false, times.keys(), "");
        FrameTimes fine = new FrameTimes(1, 90_000_000, 0, 0, 3_600_000, 90_000, true, times.keys(), "");

        assertThat(divide(Container.MP4, 60, 1, keyless).reason()).contains("no key frames");
        assertThat(divide(Container.MP4, 60, 1, untimed).reason()).contains("exactly when");
        assertThat(divide(Container.MP4, 60, 1, fine).reason()).contains("exactly when");
        assertThat(divide(Container.MPEG_TS, 60, 1, times).reason()).contains("MPEG_TS has no index");
    }

    @Test
    void doesNotCutACopiedPicture() {
        MediaFacts facts = facts(Container.MP4, 60, "h264");
        TranscodePlan plan = ((Planned.Accepted) new Recipe(MediaLimits.defaults()).plan(facts)).plan();

        assertThat(CHUNKING.obstacle(facts, plan, 5)).contains("Not cut: no picture is encoded.");
    }

    @Test
    void tellsTicksInMicrosecondsToTheNearest() {
        FrameTimes times = new FrameTimes(1, 12_800, 0, 0, 0, 1, true, List.of(), "");

        assertThat(times.micros(512)).isEqualTo(40_000);
        assertThat(times.micros(1)).isEqualTo(78);
        assertThat(times.micros(-512)).isEqualTo(-40_000);
        assertThat(times.micros(-1)).isEqualTo(-78);
    }

    private static Division divide(Container container, int minutes, int free, FrameTimes times) {
        MediaFacts facts = facts(container, minutes, "vp8");
        TranscodePlan plan = ((Planned.Accepted) new Recipe(MediaLimits.defaults()).planEncoding(facts)).plan();
        return CHUNKING.divide(facts, plan, free, times);
    }

    private static MediaFacts facts(Container container, int minutes, String codec) {
        VideoTrack track =
                new VideoTrack(0, codec, codec.equals("h264") ? "High" : "", "yuv420p", 1280, 720, 25, true, 0, 0);
        return new MediaFacts(container, Duration.ofMinutes(minutes), 1_000_000, 0, List.of(track), List.of());
    }

    /** 25 frames a second in milliseconds, a key frame every so many seconds. */
    private static FrameTimes times(int minutes, int every) {
        long last = minutes * 60_000L - 40;
        List<Long> keys = LongStream.iterate(0, at -> at <= last, at -> at + every * 1000L)
                .boxed()
                .toList();
        return new FrameTimes(1, 1000, 0, 0, last, last / 40 + 1, true, keys, "");
    }
}
