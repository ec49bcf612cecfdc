package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.plan.AudioPlan;
import dev.tenure.transcode.plan.Content;
import dev.tenure.transcode.plan.PictureCodec;
import dev.tenure.transcode.plan.Storyboard;
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

/** Golden argument lists: a change here is a change of what runs against hostile input. */
class FfmpegArgumentsTest {

    private static final Path SOURCE = Path.of("/in/-talk of two.mkv");
    private static final Duration FOUR = Duration.ofSeconds(4);
    private static final String COMMON =
            "-nostdin -hide_banner -nostats -loglevel error -progress pipe:1 -stats_period 0.5";
    private static final String GUARD = "-max_alloc 268435456 -protocol_whitelist file,pipe -format_whitelist %1$s"
            + " -codec_whitelist %2$s -max_pixels 35389440 -max_streams 16 -probesize 20000000"
            + " -analyzeduration 20000000 -f %1$s -i";

    private static final String HELD =
            "-bsf:v setts=pts=PTS:dts=DTS:duration='if(eq(NEXT_DTS,NOPTS),max(DURATION,min(60.000/TB-STARTPTS-(DTS-STARTDTS),1.500/TB)),DURATION)'";

    private final FfmpegArguments arguments = new FfmpegArguments(MediaLimits.defaults());
    private final MediaLabels labels =
            new MediaLabels("-i x\n=y", Instant.parse("2026-05-04T09:30:00Z"), "30 days", "spoken", "it-42");

    @Test
    void probesBehindTheGuard() {
        assertThat(arguments.probe(SOURCE, Container.MATROSKA))
                .containsExactlyElementsOf(golden("-hide_banner -loglevel error " + guard("matroska")
                        + " SOURCE -show_error -show_format -show_streams -print_format json"));
    }

    @Test
    void measuresBehindTheGuard() {
        assertThat(arguments.measure(SOURCE, Container.OGG))
                .containsExactlyElementsOf(
                        golden(COMMON + " " + guard("ogg") + " SOURCE -map 0:v? -map 0:a? -c copy -f null -"));
    }

    @Test
    void copiesTracksAsTheyAre() {
        TranscodePlan plan = plan(
                new VideoPlan(0, Treatment.COPY, 1280, 720, Fit.AS_IS, false, FOUR),
                new AudioPlan(1, Treatment.COPY, 2, 48_000, 0));

        assertEncode(plan, "-map 0:0 -map 0:1", "-c:v copy -c:a copy", "+frag_keyframe", 30_000_000);
    }

    @Test
    void encodesAMovingPicture() {
        TranscodePlan plan = plan(
                new VideoPlan(2, Treatment.ENCODE, 1920, 1080, Fit.SHRINK, true, FOUR),
                new AudioPlan(0, Treatment.ENCODE, 1, 48_000, 64_000));

        assertEncode(
                plan,
                "-map 0:2 -filter_complex [0:0]aresample=async=1:first_pts=0,aformat=channel_layouts=mono[sound] -map [sound]",
                "-vf scale=w=1920:h=1080:flags=lanczos -c:v libx264 -preset veryfast -crf 23 -pix_fmt yuv420p"
                        + " -fps_mode vfr -enc_time_base:v demux -g 9999 -force_key_frames expr:gte(t,n_forced*4) "
                        + HELD
                        + " -c:a aac -b:a 64000 -ac 1 -ar 48000",
                "+frag_keyframe",
                30_000_000);
    }

    @Test
    void encodesAScreenWithoutItsRepeats() {
        TranscodePlan plan = plan(
                new VideoPlan(
                        0,
                        Treatment.ENCODE,
                        854,
                        480,
                        Fit.PAD_TO_EVEN,
                        false,
                        Duration.ofSeconds(10),
                        PictureCodec.H264,
                        Content.SCREEN,
                        24,
                        false),
                null);

        assertEncode(
                plan,
                "-map 0:0",
                "-vf mpdecimate=max=24:hi=512:lo=192:frac=0.1,pad=w='ceil(iw/2)*2':h='ceil(ih/2)*2'," + fitted(854, 480)
                        + " -c:v libx264 -preset superfast -crf 25 -x264-params mbtree=1:rc-lookahead=10:no-deblock=1"
                        + " -pix_fmt yuv420p -bf 0 -fps_mode vfr"
                        + " -enc_time_base:v demux -g 9999 -force_key_frames expr:gte(t,n_forced*10) " + HELD,
                "+frag_keyframe",
                30_000_000);
    }

    @Test
    void encodesToAv1WithAMappedRange() {
        TranscodePlan plan = plan(
                new VideoPlan(
                        0,
                        Treatment.ENCODE,
                        1920,
                        1080,
                        Fit.AS_IS,
                        true,
                        FOUR,
                        PictureCodec.AV1,
                        Content.CAMERAS,
                        4,
                        true),
                null);

        assertEncode(
                plan,
                "-map 0:0",
                "-vf setparams=color_primaries=bt2020:colorspace=bt2020nc,zscale=t=linear:npl=100"
                        + ",format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0"
                        + ",zscale=t=bt709:m=bt709:r=tv,format=yuv420p,mpdecimate=max=4:hi=256:lo=128:frac=0.02,"
                        + fitted(1920, 1080)
                        + " -c:v libsvtav1 -preset 8 -crf 36 -svtav1-params scm=0 -pix_fmt yuv420p -fps_mode vfr"
                        + " -enc_time_base:v demux -g 9999 -force_key_frames expr:gte(t,n_forced*4) " + HELD,
                "+frag_keyframe",
                30_000_000);
    }

    @Test
    void fitsEverySizeIntoThePlannedOne() {
        VideoPlan fit = new VideoPlan(0, Treatment.ENCODE, 1280, 720, Fit.LETTERBOX, true, FOUR);

        assertThat(arguments.encode(plan(fit, null), SOURCE, labels)).containsSequence("-vf", fitted(1280, 720));
    }

    @Test
    void looksAtOneMomentBehindTheGuard() {
        assertThat(arguments.look(SOURCE, Container.MATROSKA, 2, Duration.ofMillis(2500)))
                .containsExactlyElementsOf(
                        golden("-nostdin -hide_banner -nostats -loglevel error -threads 1 -noaccurate_seek"
                                + " -ss 2.500 -t 8.000 " + guard("matroska")
                                + " SOURCE -map 0:2 -an -sn -dn -vf scale=w=320:h=180:flags=neighbor,format=gray"
                                + " -frames:v 30 -fps_mode passthrough -c:v rawvideo -f rawvideo pipe:1"));
    }

    @Test
    void mixesAndLevelsSpeech() {
        TranscodePlan plan = plan(null, new AudioPlan(1, Treatment.ENCODE, 1, 48_000, 64_000, List.of(2, 5), 7.5));

        assertThat(arguments.encode(plan, SOURCE, labels))
                .containsSequence(
                        "-filter_complex",
                        "[0:1]aresample=async=1:first_pts=0,aformat=channel_layouts=mono[t1];"
                                + "[0:2]aresample=async=1:first_pts=0,aformat=channel_layouts=mono[t2];"
                                + "[0:5]aresample=async=1:first_pts=0,aformat=channel_layouts=mono[t5];"
                                + "[t1][t2][t5]amix=inputs=3:normalize=0:duration=longest,aformat=channel_layouts=mono"
                                + ",volume=7.5dB,aresample=192000"
                                + ",alimiter=level=0:limit=0.63:attack=5:release=50:latency=1,aresample=48000[sound]",
                        "-map",
                        "[sound]");
    }

    @Test
    void listensBehindTheGuard() {
        assertThat(arguments.loudness(
                        SOURCE, Container.MATROSKA, List.of(1), Duration.ofMinutes(6), Duration.ofMinutes(10)))
                .containsExactlyElementsOf(
                        golden("-nostdin -hide_banner -nostats -loglevel error -ss 360.000 -t 600.000 "
                                + guard("matroska")
                                + " SOURCE -vn -sn -dn -filter_complex [0:1]aresample=async=1:first_pts=0"
                                + ",aformat=channel_layouts=mono,ebur128=metadata=1"
                                + ",ametadata=mode=print:key=lavfi.r128.I:file=-[sound] -map [sound] -f null -"));
    }

    @Test
    void looksForSizesBehindTheGuard() {
        assertThat(arguments.sizes(SOURCE, Container.MATROSKA, 3))
                .containsExactlyElementsOf(golden("-hide_banner -loglevel error -skip_frame nokey " + guard("matroska")
                        + " SOURCE -select_streams 3 -show_entries frame=width,height -print_format csv=p=0"));
    }

    @Test
    void laysKeyFramesOutOnSheets() {
        assertThat(arguments.storyboard(SOURCE, Storyboard.of(Duration.ofHours(1), 1920, 1080)))
                .containsExactlyElementsOf(golden(
                        COMMON + " -threads 1 -skip_frame nokey " + GUARD.formatted("mov", "h264,libdav1d,libaom-av1")
                                + " SOURCE -map 0:v:0 -vf fps=fps=1000/12000:start_time=0:round=up"
                                + ",tpad=stop_mode=clone:stop=300,trim=end_frame=300,scale=w=192:h=108:flags=area,tile=10x10"
                                + ",format=yuvj420p -frames:v 3 -c:v mjpeg -q:v 6 -map_metadata -1 -f image2 -start_number 1"
                                + " -y storyboard%d.jpg"));
    }

    @Test
    void cutsSoundAloneEverySixSeconds() {
        TranscodePlan plan = plan(null, new AudioPlan(0, Treatment.COPY, 2, 44_100, 0));

        assertEncode(plan, "-map 0:0", "-c:a copy", "", 6_000_000);
    }

    @Test
    void looksForAPosterAmongKeyFrames() {
        assertThat(arguments.poster(SOURCE, Duration.ofMillis(1500), true))
                .containsExactlyElementsOf(golden(COMMON + " -skip_frame nokey -ss 1.500 -t 600.000 "
                        + GUARD.formatted("mov", "h264,libdav1d,libaom-av1")
                        + " SOURCE -map 0:v:0 -vf scale=w='min(1280,iw)':h=-2,signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG"
                        + ":function=greater:value=28,thumbnail=n=30,format=yuvj420p"
                        + " -frames:v 1 -c:v mjpeg -q:v 4 -map_metadata -1 -f image2 -update 1 -y poster.jpg"));
        assertThat(arguments.poster(SOURCE, Duration.ZERO, false))
                .contains("scale=w='min(1280,iw)':h=-2,thumbnail=n=30,format=yuvj420p");
    }

    @Test
    void decodesOutputsAndStopsAtTheFirstError() {
        assertThat(arguments.decode(SOURCE, true))
                .containsExactlyElementsOf(golden(COMMON + " -xerror -skip_frame:v nokey "
                        + GUARD.formatted("mov", "h264,libdav1d,libaom-av1,aac")
                        + " SOURCE -map 0:v? -map 0:a? -f null -"));
        assertThat(arguments.decode(SOURCE, false)).doesNotContain("-skip_frame:v");
        assertThat(arguments.count(SOURCE, true))
                .containsExactlyElementsOf(golden("-hide_banner -loglevel error -threads 1 -skip_frame:v nokey "
                        + GUARD.formatted("mov", "h264,libdav1d,libaom-av1,aac")
                        + " SOURCE -count_frames -count_packets -show_entries stream=codec_type,nb_read_frames,nb_read_packets"
                        + " -print_format csv=p=0"));
        assertThat(arguments.count(SOURCE, false)).doesNotContain("-skip_frame:v");
        assertThat(arguments.decodePicture(SOURCE))
                .containsExactlyElementsOf(golden(
                        COMMON + " -xerror " + GUARD.formatted("jpeg_pipe", "mjpeg") + " SOURCE -map 0:v -f null -"));
    }

    @Test
    void keepsDangerousDecodersShut() {
        assertThat(FfmpegArguments.DECODERS.split(","))
                .contains("h264", "vp8", "vp9", "aac", "opus")
                .doesNotContain("magicyuv", "mjpeg", "png", "gif", "rawvideo", "wrapped_avframe");
    }

    private void assertEncode(TranscodePlan plan, String maps, String codecs, String fragments, long fragmentMicros) {
        List<String> tags = List.of(
                "-metadata",
                "title=-i x =y",
                "-metadata",
                "date=2026-05-04T09:30:00Z",
                "-metadata",
                "creation_time=2026-05-04T09:30:00Z",
                "-metadata",
                "description=Retention: 30 days. Notice: spoken.",
                "-metadata",
                "comment=Item it-42. Retention: 30 days. Notice: spoken.");
        List<String> before = golden(COMMON + " " + guard("matroska") + " SOURCE " + maps
                + " -sn -dn -map_metadata -1 -map_chapters -1 " + codecs);
        List<String> after = golden("-max_muxing_queue_size 4096 -t 65.000 -fs " + plan.outputBound()
                + " -brand mp42 -movflags +hybrid_fragmented+delay_moov+default_base_moof+skip_sidx" + fragments
                + " -frag_duration " + fragmentMicros + " -f mp4 -y encoded.mp4");

        List<String> built = arguments.encode(plan, SOURCE, labels);

        assertThat(built.subList(0, before.size())).containsExactlyElementsOf(before);
        assertThat(built.subList(before.size(), before.size() + tags.size())).containsExactlyElementsOf(tags);
        assertThat(built.subList(before.size() + tags.size(), built.size())).containsExactlyElementsOf(after);
    }

    private static TranscodePlan plan(@Nullable VideoPlan video, @Nullable AudioPlan audio) {
        return new TranscodePlan("recipe-2", Container.MATROSKA, Duration.ofMinutes(1), 1000, video, audio, List.of());
    }

    /** Does nothing to a picture that has the size. */
    private static String fitted(int width, int height) {
        return "scale=w=%1$d:h=%2$d:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,pad=w=%1$d:h=%2$d:x=-1:y=-1"
                .formatted(width, height);
    }

    private static String guard(String demuxer) {
        return GUARD.formatted(demuxer, FfmpegArguments.DECODERS);
    }

    private static List<String> golden(String words) {
        return List.of(words.split(" ")).stream()
                .map(word -> word.equals("SOURCE") ? "file:" + SOURCE : word)
                .toList();
    }
}
