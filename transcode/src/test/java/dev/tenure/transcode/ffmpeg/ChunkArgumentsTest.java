package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Content;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import dev.tenure.transcode.plan.VideoPlan;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkArgumentsTest {

    private static final Path SOURCE = Path.of("/in/talk.mkv");

    private final FfmpegArguments whole = new FfmpegArguments(MediaLimits.defaults());
    private final ChunkArguments chunks = new ChunkArguments(whole);

    static Stream<Arguments> pictures() {
        return Stream.of(PictureCodec.values())
                .flatMap(codec -> Stream.of(Content.values()).map(content -> Arguments.of(codec, content)));
    }

    /** Whoever encodes a chunk has the plan, and never looks for itself: chunks of one film must fit together. */
    @ParameterizedTest
    @MethodSource("pictures")
    void encodeAChunkAsThePlanSaysForTheWhole(PictureCodec codec, Content content) {
        VideoPlan video = new VideoPlan(
                0,
                Treatment.ENCODE,
                1280,
                720,
                Fit.AS_IS,
                content != Content.SCREEN,
                Duration.ofSeconds(4),
                codec,
                content,
                4,
                true);
        TranscodePlan plan =
                new TranscodePlan("recipe-2", Container.MATROSKA, Duration.ofMinutes(1), 1000, video, null, List.of());
        FrameTimes times = new FrameTimes(1, 1000, 0, 0, 60_000, 1500, true, List.of(0L, 30_000L), "SHA256:00");

        List<String> chunk = chunks.encode(plan, SOURCE, times, new Chunk(1, 20_000L, 30_000, 45_000L), 1_000_000);

        List<String> all = whole.encode(plan, SOURCE, new MediaLabels("x", Instant.EPOCH, "30 days", "spoken", "it-1"));
        assertThat(filters(chunk)).isEqualTo("trim=start_pts=0:end_pts=15000," + filters(all));
        assertThat(chunk).containsSequence(encoder(all));
        assertThat(encoder(all))
                .contains(codec == PictureCodec.AV1 ? "libsvtav1" : "libx264", "-crf", "-force_key_frames");
    }

    private static String filters(List<String> command) {
        return command.get(command.indexOf("-vf") + 1);
    }

    /** From the encoder's name to what follows for the whole picture only. */
    private static List<String> encoder(List<String> command) {
        return command.subList(command.indexOf("-c:v"), command.indexOf("-bsf:v"));
    }
}
