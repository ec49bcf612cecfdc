package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.plan.AudioPlan;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.MediaNotice;
import dev.tenure.transcode.plan.NoticeSound;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import dev.tenure.transcode.plan.VideoPlan;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Golden filters: whatever a notice says, they are the same. */
class NoticeArgumentsTest {

    private static final Path SOURCE = Path.of("/in/talk.mkv");
    private static final String HOSTILE = "it's :text=x,[a];[b] %{pts}\\ \"q\" ${HOME}";
    private static final NoticeSound SOUND = new NoticeSound(Container.MP3, 0, Duration.ofMillis(2500), -3.0);
    private static final String SCALED =
            "scale=w=1280:h=720:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,pad=w=1280:h=720:x=-1:y=-1";
    private static final String WORDS =
            "fontfile=notice.ttf:textfile=notice.txt:expansion=none:fontsize=24:fontcolor=white:text_align=C:line_spacing=4";

    private final FfmpegArguments arguments = new FfmpegArguments(MediaLimits.defaults());
    private final ChunkArguments chunks = new ChunkArguments(arguments);
    private final MediaLabels labels =
            new MediaLabels("x", Instant.parse("2026-05-04T09:30:00Z"), "30 days", "spoken", "it-42");

    @Test
    void drawsALineAtTheBottomOfEveryFrame() {
        List<String> built = arguments.encode(plan(Visible.LINE, null), SOURCE, labels);

        assertThat(after(built, "-vf"))
                .isEqualTo(SCALED + ",drawtext=" + WORDS
                        + ":box=1:boxcolor=black@0.65:boxborderw=8:x=(w-text_w)/2:y=h-text_h-16");
        assertThat(built).noneMatch(argument -> argument.contains("it's") || argument.contains("HOME"));
    }

    @Test
    void endsACardWithAFrameThatIsRepeatedForIt() {
        assertThat(after(arguments.encode(plan(Visible.CARD, null), SOURCE, labels), "-vf"))
                .isEqualTo(SCALED + card("4.000000", "3.998000"));
    }

    @Test
    void drawsInEachChunkWhatTheWholeShowsThere() {
        FrameTimes times = new FrameTimes(1, 1000, 0, 0, 59_000, 60, true, List.of(), "SHA256:00");

        assertThat(after(chunk(Visible.CARD, times, new Chunk(0, null, 0, 3000L)), "-vf"))
                .isEqualTo("trim=start_pts=0:end_pts=3000," + SCALED + card("4.000000", "3.998000"));
        assertThat(after(chunk(Visible.CARD, times, new Chunk(1, 0L, 3000, 9000L)), "-vf"))
                .isEqualTo("trim=start_pts=0:end_pts=6000," + SCALED + card("1.000000", "0.998000"));
        assertThat(after(chunk(Visible.CARD, times, new Chunk(2, 3000L, 9000, null)), "-vf"))
                .isEqualTo("trim=start_pts=0," + SCALED);
        assertThat(after(chunk(Visible.LINE, times, new Chunk(2, 3000L, 9000, null)), "-vf"))
                .contains(",drawtext=" + WORDS + ":box=1");
    }

    @Test
    void mixesTheNoticeOverLoweredSpeechAndLimitsTheSum() {
        List<String> built = arguments.encode(plan(null, SOUND), SOURCE, labels);

        assertThat(after(built, "-filter_complex"))
                .isEqualTo(
                        "[0:1]aresample=async=1:first_pts=0,aformat=channel_layouts=mono,volume=6.0dB,aresample=48000,"
                                + "volume='if(lt(t,2.500),0.178,min(1,0.178+(1-0.178)*(t-2.500)/0.5))':eval=frame[recorded];"
                                + "[1:0]asetpts=PTS-STARTPTS,aresample=48000,aformat=channel_layouts=mono,volume=-3.0dB[notice];"
                                + "[recorded][notice]amix=inputs=2:normalize=0:duration=longest,atrim=end=60.000,aformat=channel_layouts=mono,"
                                + "aresample=192000,alimiter=level=0:limit=0.63:attack=5:release=50:latency=1,aresample=48000[sound]");
        int second = built.lastIndexOf("-i");
        assertThat(built.get(second + 1)).isEqualTo("file:notice.sound");
        // It is somebody else's file like any source: the same guard stands before it.
        assertThat(built.subList(second - 16, second))
                .containsSequence("-protocol_whitelist", "file,pipe", "-format_whitelist", "mp3")
                .containsSequence("-codec_whitelist", FfmpegArguments.DECODERS)
                .containsSequence("-f", "mp3");
    }

    @Test
    void playsTheNoticeInTheSoundThatJoinsChunks() {
        FrameTimes times = new FrameTimes(1, 1000, 0, 0, 59_000, 60, true, List.of(), "SHA256:00");

        List<String> built = chunks.join(plan(Visible.LINE, SOUND), Path.of("/w/chunks.txt"), SOURCE, times, labels);

        assertThat(built.stream().filter(argument -> argument.startsWith("file:")))
                .containsExactly("file:/in/talk.mkv", "file:/w/chunks.txt", "file:notice.sound");
        assertThat(after(built, "-filter_complex")).contains("[2:0]asetpts").doesNotContain("[1:0]");
        assertThat(built).doesNotContain("-vf");
    }

    private List<String> chunk(Visible visible, FrameTimes times, Chunk chunk) {
        return chunks.encode(plan(visible, null), SOURCE, times, chunk, 1000);
    }

    private static String card(String end, String enabled) {
        return "[bare];color=c=black:s=16x16:r=1,settb=1/1000000,setpts='if(lt(N,2),N*" + end
                + ",1000000)/TB'[end];[bare][end]streamselect=inputs=2:map=0,drawbox=x=0:y=0:w=iw:h=ih:color=black@0.8:t=fill:enable='lt(t,"
                + enabled + ")',drawtext=" + WORDS + ":x=(w-text_w)/2:y=(h-text_h)/2:enable='lt(t," + enabled + ")'";
    }

    private static String after(List<String> arguments, String option) {
        return arguments.get(arguments.indexOf(option) + 1);
    }

    private static TranscodePlan plan(@Nullable Visible visible, @Nullable NoticeSound sound) {
        Visible drawn = visible == null ? Visible.NONE : visible;
        MediaNotice notice = new MediaNotice(
                "01890a5d-ac96-774b-bcce-b302099a8057",
                drawn,
                visible == null ? List.of() : List.of(HOSTILE),
                visible == null ? 0 : 24,
                sound);
        return new TranscodePlan(
                "recipe",
                Container.MATROSKA,
                Duration.ofMinutes(1),
                1000,
                new VideoPlan(
                        0,
                        visible == null ? Treatment.COPY : Treatment.ENCODE,
                        1280,
                        720,
                        Fit.AS_IS,
                        false,
                        Duration.ofSeconds(4)),
                new AudioPlan(1, Treatment.ENCODE, 1, 48_000, 64_000, List.of(), 6.0),
                notice,
                List.of());
    }
}
