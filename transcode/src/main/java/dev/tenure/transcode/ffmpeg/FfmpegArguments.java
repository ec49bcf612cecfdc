package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.look.Looking;
import dev.tenure.transcode.look.Moments;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.plan.Storyboard;
import dev.tenure.transcode.plan.TranscodePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Argument lists, purely. Every input gets the same prefix; output names are fixed by us and relative to the private
 * directory; nothing from outside is ever an option name or a file name.
 */
final class FfmpegArguments {

    /** Decoders that recordings of meetings need; everything else in the build stays shut. */
    static final String DECODERS = String.join(
            ",",
            "h264",
            "hevc",
            "vp8",
            "vp9",
            "libdav1d",
            "libaom-av1",
            "av1",
            "mpeg4",
            "aac",
            "opus",
            "libopus",
            "vorbis",
            "mp3",
            "mp3float",
            "flac",
            "alac",
            "pcm_s16le",
            "pcm_s16be",
            "pcm_s24le",
            "pcm_s32le",
            "pcm_f32le",
            "pcm_u8",
            "pcm_mulaw",
            "pcm_alaw");

    /** Decoders of the pictures that we make. */
    static final String OUTPUT_PICTURES = "h264,libdav1d,libaom-av1";

    /** What {@link #encode} writes. */
    static final String ENCODED_FILE = "encoded.mp4";

    /** What {@link #poster} writes. */
    static final String POSTER_FILE = "poster.jpg";

    /** What {@link #storyboard} writes, a number for each sheet. */
    static final String STORYBOARD_FILES = "storyboard%d.jpg";

    /** What {@link #soundAlone} writes. */
    static final String SOUND_FILE = "sound.m4a";

    /** Widest poster: enough for a page header on a dense screen. */
    static final int POSTER_WIDTH = 1280;

    /** Looks for a poster in this much of the recording, by key frames only. */
    static final Duration POSTER_WINDOW = Duration.ofMinutes(10);

    /** Key frames among which the most typical one is chosen. */
    private static final int POSTER_CANDIDATES = 30;

    /** Mean luma (16 is black) from which a frame counts as a picture. */
    private static final int POSTER_MIN_LUMA = 28;

    /** Bytes and time that a demuxer may read to find its streams. Less misses late tracks, more feeds a bomb. */
    private static final long PROBE_BYTES = 20_000_000;

    private static final Duration ANALYZE = Duration.ofSeconds(20);

    /** Fragments are cut at key frames, and in any case after this long, when a track has ended early. */
    private static final Duration MAX_FRAGMENT = Duration.ofSeconds(30);

    private final MediaLimits limits;

    FfmpegArguments(MediaLimits limits) {
        this.limits = limits;
    }

    /** ffprobe: format and streams as JSON. */
    List<String> probe(Path source, Container container) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        arguments.addAll(input(source, container.demuxer(), DECODERS));
        arguments.addAll(List.of("-show_error", "-show_format", "-show_streams", "-print_format", "json"));
        return arguments;
    }

    /** ffmpeg: reads every packet, decodes nothing, and so learns the length of a file whose header has none. */
    List<String> measure(Path source, Container container) {
        List<String> arguments = ffmpeg();
        arguments.addAll(input(source, container.demuxer(), DECODERS));
        arguments.addAll(List.of("-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "null", "-"));
        return arguments;
    }

    /** ffprobe: the sizes of a picture track's key frames, one a line. */
    List<String> sizes(Path source, Container container, int track) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error", "-skip_frame", "nokey"));
        arguments.addAll(input(source, container.demuxer(), DECODERS));
        arguments.addAll(List.of("-select_streams", Integer.toString(track)));
        arguments.addAll(List.of("-show_entries", "frame=width,height", "-print_format", "csv=p=0"));
        return arguments;
    }

    /** ffmpeg: one moment of a picture as small grey frames on standard output, which therefore tells no progress. */
    List<String> look(Path source, Container container, int track, Duration from) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-nostats", "-loglevel", "error"));
        // Of so few frames threads take more than they give.
        arguments.addAll(List.of("-threads", "1"));
        // From the key frame before: nothing is decoded to be thrown away.
        arguments.addAll(List.of("-noaccurate_seek", "-ss", seconds(from), "-t", seconds(Moments.LENGTH)));
        arguments.addAll(input(source, container.demuxer(), DECODERS));
        arguments.addAll(List.of("-map", "0:" + track, "-an", "-sn", "-dn"));
        // Single pixels: the mean of several has neither noise nor edges.
        String grey = "scale=w=%d:h=%d:flags=neighbor,format=gray".formatted(Looking.WIDTH, Looking.HEIGHT);
        arguments.addAll(
                List.of("-vf", grey, "-frames:v", Integer.toString(Moments.FRAMES), "-fps_mode", "passthrough"));
        arguments.addAll(List.of("-c:v", "rawvideo", "-f", "rawvideo", "pipe:1"));
        return arguments;
    }

    /**
     * ffmpeg: tells on standard output how loud the streams are together.
     *
     * @param from where to begin to listen
     * @param length how long to listen
     */
    List<String> loudness(Path source, Container container, List<Integer> streams, Duration from, Duration length) {
        List<String> arguments = new ArrayList<>(List.of("-nostdin", "-hide_banner", "-nostats", "-loglevel", "error"));
        if (!from.isZero()) {
            arguments.addAll(List.of("-ss", seconds(from)));
        }
        arguments.addAll(List.of("-t", seconds(length)));
        arguments.addAll(input(source, container.demuxer(), DECODERS));
        arguments.addAll(List.of("-vn", "-sn", "-dn", "-filter_complex", SoundArguments.measure(streams)));
        arguments.addAll(List.of("-map", "[sound]", "-f", "null", "-"));
        return arguments;
    }

    /** ffmpeg: key frames of an MP4 of ours as small pictures on the sheets of a storyboard. */
    List<String> storyboard(Path video, Storyboard board) {
        List<String> arguments = ffmpeg();
        arguments.addAll(List.of("-threads", "1", "-skip_frame", "nokey"));
        arguments.addAll(input(video, Container.MP4.demuxer(), OUTPUT_PICTURES));
        arguments.addAll(StoryboardArguments.options(board));
        arguments.addAll(List.of("-c:v", "mjpeg", "-q:v", "6", "-map_metadata", "-1"));
        arguments.addAll(List.of("-f", "image2", "-start_number", "1", "-y", STORYBOARD_FILES));
        return arguments;
    }

    /** ffmpeg: the sound of an MP4 of ours alone, as it is. */
    List<String> soundAlone(Path video, MediaLabels labels) {
        List<String> arguments = ffmpeg();
        arguments.addAll(input(video, Container.MP4.demuxer(), "aac"));
        arguments.addAll(List.of("-map", "0:a:0", "-c", "copy", "-map_metadata", "-1", "-map_chapters", "-1"));
        labels.tags().forEach((name, value) -> arguments.addAll(List.of("-metadata", name + "=" + value)));
        arguments.addAll(List.of("-movflags", "+faststart", "-f", "ipod", "-y", SOUND_FILE));
        return arguments;
    }

    /** ffmpeg: makes the fragmented file that becomes the MP4 of the plan. */
    List<String> encode(TranscodePlan plan, Path source, MediaLabels labels) {
        List<String> arguments = ffmpeg();
        arguments.addAll(source(plan, source));
        arguments.addAll(noticeSound(plan));
        plan.picture().ifPresent(video -> arguments.addAll(List.of("-map", "0:" + video.index())));
        plan.sound().ifPresent(audio -> arguments.addAll(SoundArguments.map(audio, plan, 1)));
        arguments.addAll(List.of("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"));
        plan.picture()
                .ifPresent(video -> arguments.addAll(
                        NoticeArguments.drawn(PictureArguments.encode(video, plan.duration()), plan, 0)));
        plan.sound().ifPresent(audio -> arguments.addAll(SoundArguments.codec(audio, plan.container())));
        arguments.addAll(output(plan, labels));
        return arguments;
    }

    /** The source of a plan as an input. */
    List<String> source(TranscodePlan plan, Path source) {
        List<String> arguments = new ArrayList<>();
        if (plan.container() == Container.MP4) {
            // A file that was cut off ends with half a packet, which a copy must not hand on.
            arguments.addAll(List.of("-fflags", "+discardcorrupt"));
        }
        arguments.addAll(input(source, plan.container().demuxer(), DECODERS));
        return arguments;
    }

    /** The sound of a plan's notice as an input, where it is played; it lies in the directory that the tool runs in. */
    List<String> noticeSound(TranscodePlan plan) {
        return plan.played()
                .map(sound -> {
                    String demuxer = sound.container().demuxer();
                    return input("file:" + Ffmpeg.NOTICE_SOUND_FILE, demuxer, demuxer, DECODERS);
                })
                .orElse(List.of());
    }

    /** The file that {@link #encode} writes, whatever its tracks are made of. */
    List<String> output(TranscodePlan plan, MediaLabels labels) {
        List<String> arguments = new ArrayList<>();
        labels.tags().forEach((name, value) -> arguments.addAll(List.of("-metadata", name + "=" + value)));
        arguments.addAll(List.of("-max_muxing_queue_size", "4096"));
        arguments.addAll(List.of("-t", seconds(plan.duration().plusSeconds(5))));
        arguments.addAll(List.of("-fs", Long.toString(Math.min(plan.outputBound(), limits.maxOutputBytes()))));
        arguments.addAll(List.of(
                "-brand",
                "mp42",
                "-movflags",
                "+hybrid_fragmented+delay_moov+default_base_moof+skip_sidx"
                        + (plan.picture().isPresent() ? "+frag_keyframe" : "")));
        Duration fragment = plan.picture().isPresent() ? MAX_FRAGMENT : Duration.ofSeconds(6);
        arguments.addAll(List.of("-frag_duration", Long.toString(fragment.toMillis() * 1000)));
        arguments.addAll(List.of("-f", "mp4", "-y", ENCODED_FILE));
        return arguments;
    }

    /**
     * ffmpeg: the most typical of the key frames behind {@code from}, as a JPEG.
     *
     * @param brightOnly leaves out black frames; a recording of nothing but black then gives no file
     */
    List<String> poster(Path video, Duration from, boolean brightOnly) {
        List<String> arguments = ffmpeg();
        arguments.addAll(List.of("-skip_frame", "nokey", "-ss", seconds(from), "-t", seconds(POSTER_WINDOW)));
        arguments.addAll(input(video, Container.MP4.demuxer(), OUTPUT_PICTURES));
        String bright =
                "signalstats,metadata=mode=select:key=lavfi.signalstats.YAVG:function=greater:value=" + POSTER_MIN_LUMA;
        arguments.addAll(List.of(
                "-map",
                "0:v:0",
                "-vf",
                "scale=w='min(" + POSTER_WIDTH + ",iw)':h=-2," + (brightOnly ? bright + "," : "") + "thumbnail=n="
                        + POSTER_CANDIDATES + ",format=yuvj420p"));
        arguments.addAll(List.of("-frames:v", "1", "-c:v", "mjpeg", "-q:v", "4", "-map_metadata", "-1"));
        arguments.addAll(List.of("-f", "image2", "-update", "1", "-y", POSTER_FILE));
        return arguments;
    }

    /** ffmpeg: decodes an output and fails at the first error; {@code keyFramesOnly} bounds the cost of a long picture. */
    List<String> decode(Path output, boolean keyFramesOnly) {
        List<String> arguments = ffmpeg();
        arguments.add("-xerror");
        if (keyFramesOnly) {
            arguments.addAll(List.of("-skip_frame:v", "nokey"));
        }
        arguments.addAll(input(output, Container.MP4.demuxer(), OUTPUT_PICTURES + ",aac"));
        arguments.addAll(List.of("-map", "0:v?", "-map", "0:a?", "-f", "null", "-"));
        return arguments;
    }

    /** ffprobe: decodes an output as {@link #decode} does, and tells for each track how many frames came of how many packets. */
    List<String> count(Path output, boolean keyFramesOnly) {
        List<String> arguments = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error", "-threads", "1"));
        if (keyFramesOnly) {
            arguments.addAll(List.of("-skip_frame:v", "nokey"));
        }
        arguments.addAll(input(output, Container.MP4.demuxer(), OUTPUT_PICTURES + ",aac"));
        arguments.addAll(List.of("-count_frames", "-count_packets"));
        arguments.addAll(List.of("-show_entries", "stream=codec_type,nb_read_frames,nb_read_packets"));
        arguments.addAll(List.of("-print_format", "csv=p=0"));
        return arguments;
    }

    /** ffmpeg: decodes a JPEG whole. */
    List<String> decodePicture(Path picture) {
        List<String> arguments = ffmpeg();
        arguments.add("-xerror");
        arguments.addAll(input(picture, "jpeg_pipe", "mjpeg"));
        arguments.addAll(List.of("-map", "0:v", "-f", "null", "-"));
        return arguments;
    }

    static List<String> ffmpeg() {
        return new ArrayList<>(List.of(
                "-nostdin",
                "-hide_banner",
                "-nostats",
                "-loglevel",
                "error",
                "-progress",
                "pipe:1",
                "-stats_period",
                "0.5"));
    }

    /** The fixed prefix and the input behind it. The colon scheme keeps any path from being read as something else. */
    List<String> input(Path file, String demuxer, String decoders) {
        return input(file, demuxer, demuxer, decoders);
    }

    /** As above, where the demuxer opens files of further formats: for lists of ours only. */
    List<String> input(Path file, String demuxer, String formats, String decoders) {
        return input("file:" + file.toAbsolutePath(), demuxer, formats, decoders);
    }

    private List<String> input(String url, String demuxer, String formats, String decoders) {
        return List.of(
                "-max_alloc",
                Long.toString(limits.maxAllocBytes()),
                "-protocol_whitelist",
                "file,pipe",
                "-format_whitelist",
                formats,
                "-codec_whitelist",
                decoders,
                "-max_pixels",
                Long.toString(limits.maxPixels()),
                "-max_streams",
                Integer.toString(limits.maxStreams()),
                "-probesize",
                Long.toString(PROBE_BYTES),
                "-analyzeduration",
                Long.toString(ANALYZE.toMillis() * 1000),
                "-f",
                demuxer,
                "-i",
                url);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }
}
