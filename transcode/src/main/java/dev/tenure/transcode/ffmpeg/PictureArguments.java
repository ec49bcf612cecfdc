package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.plan.Content;
import dev.tenure.transcode.plan.Treatment;
import dev.tenure.transcode.plan.VideoPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How a picture is encoded, purely. Why it is these figures and no others is in docs/media.md, with how to measure them. */
final class PictureArguments {

    /** Longest time that the last frame is held to reach the plan's end. A source that breaks off earlier shows that it does. */
    static final Duration HOLD = Duration.ofMillis(1500);

    /** No key frames by count: they are placed by time and at changes of scene. */
    private static final String NEVER = "9999";

    /**
     * What {@code superfast} leaves out and a still screen gains most by: quality goes where it is seen longest, for which ten frames
     * ahead tell enough. And no smoothing of block edges, which blurs letters.
     */
    private static final String SCREEN_TOOLS = "mbtree=1:rc-lookahead=10:no-deblock=1";

    /**
     * Light of 100 cd/m² becomes white, by a curve that keeps what is brighter apart. Not every recorder says that the
     * primaries are those which such a transfer goes with, and nothing can be converted from unknown ones.
     */
    private static final String TONE_MAP =
            "setparams=color_primaries=bt2020:colorspace=bt2020nc,zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
                    + "zscale=t=bt709:m=bt709:r=tv,format=yuv420p";

    private PictureArguments() {}

    /** Output options of a whole picture, whose last frame is held. */
    static List<String> encode(VideoPlan video, Duration length) {
        List<String> arguments = new ArrayList<>(encode(video));
        if (video.treatment() == Treatment.ENCODE) {
            arguments.addAll(List.of("-bsf:v", "setts=pts=PTS:dts=DTS:duration=" + held(length)));
        }
        return arguments;
    }

    /** Output options of a picture, or of a stretch of it; the first of them are the filters, if it has any. */
    static List<String> encode(VideoPlan video) {
        if (video.treatment() == Treatment.COPY) {
            return List.of("-c:v", "copy");
        }
        List<String> arguments = new ArrayList<>(List.of("-vf", filters(video)));
        arguments.addAll(
                switch (video.codec()) {
                    case H264 -> h264(video);
                    case AV1 -> av1(video.content());
                });
        // Frames keep the times they have: the source's clock, no filling up to a constant rate. Of the picture alone:
        // a sound
        // that is mixed of several streams has no one clock of a demuxer, and no encoder for it would open.
        arguments.addAll(List.of("-fps_mode", "vfr", "-enc_time_base:v", "demux"));
        arguments.addAll(List.of(
                "-g",
                NEVER,
                "-force_key_frames",
                "expr:gte(t,n_forced*%d)".formatted(video.keyFrameDistance().toSeconds())));
        return arguments;
    }

    /**
     * A packet's duration, as an expression: its own but for the last one, which lasts to the end, whatever was left out
     * behind it. Else the picture would end before the sound.
     */
    static String held(Duration length) {
        return "'if(eq(NEXT_DTS,NOPTS),max(DURATION,min(%s/TB-STARTPTS-(DTS-STARTDTS),%s/TB)),DURATION)'"
                .formatted(seconds(length), seconds(HOLD));
    }

    private static String filters(VideoPlan video) {
        List<String> filters = new ArrayList<>();
        if (video.toneMapped()) {
            // First of all: what looks for repeats sees 8 bits only.
            filters.add(TONE_MAP);
        }
        if (video.repeats() > 0) {
            filters.add("mpdecimate=max=" + video.repeats()
                    + (video.content() == Content.SCREEN ? ":hi=512:lo=192:frac=0.1" : ":hi=256:lo=128:frac=0.02"));
        }
        // One size throughout, whatever the source does: an encoder takes no other one.
        switch (video.fit()) {
            case AS_IS, LETTERBOX -> filters.add(fitted(video));
            case PAD_TO_EVEN -> {
                filters.add("pad=w='ceil(iw/2)*2':h='ceil(ih/2)*2'");
                filters.add(fitted(video));
            }
            case SHRINK -> filters.add("scale=w=%d:h=%d:flags=lanczos".formatted(video.width(), video.height()));
        }
        return String.join(",", filters);
    }

    /** As large as fits, on black; nothing is done to a picture that has the size. */
    private static String fitted(VideoPlan video) {
        return "scale=w=%1$d:h=%2$d:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=lanczos,pad=w=%1$d:h=%2$d:x=-1:y=-1"
                .formatted(video.width(), video.height());
    }

    private static List<String> h264(VideoPlan video) {
        List<String> arguments = new ArrayList<>(List.of("-c:v", "libx264"));
        arguments.addAll(
                switch (video.content()) {
                    case SCREEN -> List.of("-preset", "superfast", "-crf", "25", "-x264-params", SCREEN_TOOLS);
                    case MIXED -> List.of("-preset", "fast", "-crf", "26");
                    case CAMERAS -> List.of("-preset", "veryfast", "-crf", "23");
                });
        arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        if (!video.reorder()) {
            arguments.addAll(List.of("-bf", "0"));
        }
        return arguments;
    }

    private static List<String> av1(Content content) {
        // Faster presets leave out the screen tools, whatever they are told, and need several times the bytes.
        List<String> arguments = new ArrayList<>(List.of("-c:v", "libsvtav1", "-preset", "8"));
        arguments.addAll(
                switch (content) {
                    case SCREEN -> List.of("-crf", "52", "-svtav1-params", "scm=1");
                    case MIXED -> List.of("-crf", "50", "-svtav1-params", "scm=1");
                    case CAMERAS -> List.of("-crf", "36", "-svtav1-params", "scm=0");
                });
        arguments.addAll(List.of("-pix_fmt", "yuv420p"));
        return arguments;
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
