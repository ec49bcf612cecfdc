package dev.tenure.transcode.ffmpeg;

import com.google.gson.JsonParseException;
import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.VideoTrack;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import net.bramp.ffmpeg.FFprobe;
import net.bramp.ffmpeg.probe.FFmpegFormat;
import net.bramp.ffmpeg.probe.FFmpegProbeResult;
import net.bramp.ffmpeg.probe.FFmpegStream;
import net.bramp.ffmpeg.shared.CodecType;
import org.apache.commons.lang3.math.Fraction;
import org.jspecify.annotations.Nullable;

/** Turns ffprobe's JSON into our facts. The wrapper library parses; it is handed a process that has already ended. */
final class ProbeReader {

    /** The library asks once for the version before it parses; this answers without a process. */
    private static final byte[] VERSION_ANSWER =
            "ffprobe version n/a\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** Longest duration kept as a number; beyond it a claim is noise, and a plan refuses it anyway. */
    private static final double MAX_SECONDS = 1e9;

    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");

    private ProbeReader() {}

    static MediaFacts read(byte[] json, Container container) {
        FFmpegProbeResult result = parse(json);
        FFmpegFormat format = result.getFormat();
        if (result.hasError() || format == null) {
            throw new MediaException(new MediaFailure.RefusedInput("the demuxer found nothing it could read"));
        }
        List<VideoTrack> videos = new ArrayList<>();
        List<AudioTrack> audios = new ArrayList<>();
        double longest = format.getDuration();
        for (FFmpegStream stream : streams(result)) {
            if (stream.getCodecType() == CodecType.VIDEO && !isStill(stream)) {
                videos.add(video(stream));
            } else if (stream.getCodecType() == CodecType.AUDIO) {
                audios.add(audio(stream));
            }
        }
        return new MediaFacts(
                container,
                duration(longest),
                Math.max(0, format.getSize()),
                Math.max(0, format.getBitRate()),
                videos,
                audios);
    }

    private static FFmpegProbeResult parse(byte[] json) {
        try {
            FFprobe parser = new FFprobe(
                    "ffprobe", command -> new EndedProcess(command.contains("-version") ? VERSION_ANSWER : json));
            return parser.probe(List.of());
        } catch (IOException | JsonParseException | ArithmeticException | NumberFormatException unreadable) {
            throw new MediaException(new MediaFailure.RefusedInput("the probe's answer could not be read"), unreadable);
        }
    }

    private static List<FFmpegStream> streams(FFmpegProbeResult result) {
        List<FFmpegStream> streams = result.getStreams();
        return streams == null ? List.of() : streams;
    }

    private static boolean isStill(FFmpegStream stream) {
        return stream.getDisposition() != null && stream.getDisposition().isAttachedPic();
    }

    private static VideoTrack video(FFmpegStream stream) {
        return new VideoTrack(
                stream.getIndex(),
                text(stream.getCodecName()),
                text(stream.getProfile()),
                text(stream.getPixFmt()),
                Math.max(0, stream.getWidth()),
                Math.max(0, stream.getHeight()),
                rate(stream.getAvgFrameRate()),
                steady(rate(stream.getAvgFrameRate()), rate(stream.getRFrameRate())),
                rotation(stream),
                Math.max(0, stream.getBitRate()),
                text(stream.getColorTransfer()));
    }

    private static AudioTrack audio(FFmpegStream stream) {
        return new AudioTrack(
                stream.getIndex(),
                text(stream.getCodecName()),
                text(stream.getProfile()),
                Math.max(0, stream.getChannels()),
                Math.max(0, stream.getSampleRate()),
                Math.max(0, stream.getBitRate()),
                language(stream));
    }

    /** Three letters, or nothing: what a file calls a language is shown to people. */
    private static String language(FFmpegStream stream) {
        // The library's accessor copies the map, and fails where a file has none.
        Map<String, String> tags = stream.tags;
        String tag = tags == null ? null : tags.get("language");
        return tag != null && LANGUAGE.matcher(tag).matches() ? tag : "";
    }

    /** ffprobe counts counter-clockwise and may be off by fractions of a turn in broken matrices: nearest quarter. */
    private static int rotation(FFmpegStream stream) {
        if (stream.getSideDataList() == null) {
            return 0;
        }
        for (FFmpegStream.SideData side : stream.getSideDataList()) {
            if (side != null && side.getDisplaymatrix() != null) {
                return Math.floorMod(-90 * Math.round(side.getRotation() / 90f), 360);
            }
        }
        return 0;
    }

    /** The base rate is the least common multiple of all frame distances: far above the average where these vary. */
    private static boolean steady(double average, double base) {
        return average > 0 && Math.abs(base - average) <= average / 50;
    }

    private static double rate(@Nullable Fraction fraction) {
        return fraction == null ? 0 : Math.max(0, fraction.doubleValue());
    }

    private static Duration duration(double seconds) {
        return seconds > 0 ? Duration.ofMillis(Math.round(Math.min(seconds, MAX_SECONDS) * 1000)) : Duration.ZERO;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
