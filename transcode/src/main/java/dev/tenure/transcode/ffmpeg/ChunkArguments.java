package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.FrameTimes;
import dev.tenure.transcode.media.MediaLabels;
import dev.tenure.transcode.plan.Chunk;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.TranscodePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Argument lists for encoding in chunks, purely. A chunk is encoded with the very arguments of the whole, in front of which its frames are selected by
 * the source's own ticks; its first frame has time zero, so that filters and key frame rules see what they see of a whole source.
 */
final class ChunkArguments {

    /** What {@link #encode} writes. */
    static final String CHUNK_FILE = "chunk.mp4";

    /** The list that {@link #join} reads. */
    static final String LIST_FILE = "chunks.txt";

    private static final long MICROS = 1_000_000;

    /** Where the frames of two chunks were spread differently, decoding order may overlap by less than a frame; showing order never does. */
    private static final String RISING =
            "setts=pts=PTS:dts='if(isnan(PREV_OUTDTS),DTS,max(DTS,PREV_OUTDTS+1))':duration=";

    private final FfmpegArguments arguments;

    ChunkArguments(FfmpegArguments arguments) {
        this.arguments = arguments;
    }

    /** ffprobe: when each packet of one track is shown, a line each, then the track's clock and its container's start. */
    List<String> frameTimes(Path file, Container container, String decoders, int stream) {
        List<String> list = new ArrayList<>(List.of("-hide_banner", "-loglevel", "error"));
        list.addAll(arguments.input(file, container.demuxer(), decoders));
        list.addAll(List.of("-select_streams", Integer.toString(stream), "-show_data_hash", "sha256"));
        list.addAll(List.of(
                "-show_entries",
                "packet=pts,flags:stream=time_base,extradata_hash:format=start_time",
                "-print_format",
                "compact"));
        return list;
    }

    /** ffmpeg: encodes the picture of one chunk. */
    List<String> encode(TranscodePlan plan, Path source, FrameTimes times, Chunk chunk, long outputBound) {
        List<String> list = FfmpegArguments.ffmpeg();
        // Ticks as they stand in the source, moved so that the chunk begins at zero; what is decoded before it is
        // negative.
        list.addAll(List.of("-copyts", "-itsoffset", seconds(-times.micros(chunk.from()))));
        Long runUp = chunk.runUp();
        if (runUp != null) {
            // A key frame is found from its own time on: never round it down.
            list.addAll(List.of("-noaccurate_seek", "-seek_timestamp", "1", "-ss", seconds(times.micros(runUp) + 1)));
        }
        list.addAll(arguments.source(plan, source));
        list.addAll(List.of("-map", "0:" + plan.picture().orElseThrow().index()));
        list.addAll(List.of("-an", "-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"));
        long at = times.micros(chunk.from()) - times.startMicros();
        List<String> picture = PictureArguments.encode(plan.picture().orElseThrow());
        list.addAll(selected(NoticeArguments.drawn(picture, plan, at), chunk));
        list.addAll(List.of("-fs", Long.toString(outputBound), "-f", "mp4", "-y", CHUNK_FILE));
        return list;
    }

    /** ffmpeg: the fragmented file that {@link FfmpegArguments#encode} makes, its picture copied out of chunks, its sound made of the source at once. */
    List<String> join(TranscodePlan plan, Path list, Path source, FrameTimes times, MediaLabels labels) {
        List<String> all = FfmpegArguments.ffmpeg();
        // The sound's graph names the source as the first input.
        plan.sound().ifPresent(audio -> all.addAll(arguments.source(plan, source)));
        all.addAll(List.of("-itsoffset", seconds(times.micros(times.first()) - times.startMicros())));
        // The names in the list are ours and stand beside it; decoder setups are compared beforehand.
        all.addAll(List.of("-safe", "1", "-auto_convert", "0"));
        all.addAll(arguments.input(list, "concat", "concat,mov", FfmpegArguments.OUTPUT_PICTURES));
        all.addAll(arguments.noticeSound(plan));
        all.addAll(List.of("-map", (plan.sound().isPresent() ? "1" : "0") + ":v:0"));
        plan.sound().ifPresent(audio -> all.addAll(SoundArguments.map(audio, plan, 2)));
        all.addAll(List.of("-sn", "-dn", "-map_metadata", "-1", "-map_chapters", "-1"));
        all.addAll(List.of("-c:v", "copy", "-bsf:v", RISING + PictureArguments.held(plan.duration())));
        plan.sound().ifPresent(audio -> all.addAll(SoundArguments.codec(audio, plan.container())));
        all.addAll(arguments.output(plan, labels));
        return all;
    }

    /** The list of chunks for {@link #join}: each begins exactly where its first frame stood. */
    static String list(Division.Cut cut, List<String> names) {
        StringBuilder text = new StringBuilder("ffconcat version 1.0\n");
        for (int i = 0; i < names.size(); i++) {
            text.append("file ").append(names.get(i)).append('\n');
            Chunk chunk = cut.chunks().get(i);
            if (chunk.to() != null) {
                text.append("duration ").append(seconds(cut.micros(chunk))).append('\n');
            }
        }
        return text.toString();
    }

    /** Filters of an encode come first. */
    private static List<String> selected(List<String> video, Chunk chunk) {
        Long to = chunk.to();
        String frames = "trim=start_pts=0" + (to == null ? "" : ":end_pts=" + (to - chunk.from()));
        List<String> list = new ArrayList<>(video);
        list.set(1, frames + "," + list.get(1));
        return list;
    }

    private static String seconds(long micros) {
        return String.format(
                Locale.ROOT, "%s%d.%06d", micros < 0 ? "-" : "", Math.abs(micros) / MICROS, Math.abs(micros) % MICROS);
    }
}
