package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.plan.AudioPlan;
import dev.tenure.transcode.plan.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How sound is mixed, measured, levelled and encoded, as filter graphs and options; purely. */
final class SoundArguments {

    /** Lost packets leave gaps in a meeting's sound; filling them keeps it in step with the picture and other tracks. */
    private static final String IN_STEP = "aresample=async=1:first_pts=0";

    /**
     * Peaks above 0.63 (−4 dB) are rounded off. Looked at four times as often as there are samples, because the curve
     * between two samples may be higher than both; what is left up to −1.5 dBTP is what the encoder adds to a hard click. The delay
     * of looking ahead is taken out again.
     */
    private static final String LIMIT = "alimiter=level=0:limit=0.63:attack=5:release=50:latency=1";

    private static final int OVERSAMPLING = 4;

    private SoundArguments() {}

    /** Takes the stream of a copy, or the end of {@link #graph}. */
    static List<String> map(AudioPlan audio) {
        return audio.treatment() == Treatment.COPY
                ? List.of("-map", "0:" + audio.index())
                : List.of("-filter_complex", graph(audio), "-map", "[sound]");
    }

    static List<String> codec(AudioPlan audio, Container from) {
        if (audio.treatment() == Treatment.COPY) {
            return switch (from) {
                // There every packet says what it is; in an MP4 the header says it once.
                case MPEG_TS, AAC -> List.of("-c:a", "copy", "-bsf:a", "aac_adtstoasc");
                case MP4, MATROSKA, AVI, FLV, OGG, WAV, MP3, FLAC -> List.of("-c:a", "copy");
            };
        }
        return List.of(
                "-c:a",
                "aac",
                "-b:a",
                Integer.toString(audio.bitRate()),
                "-ac",
                Integer.toString(audio.channels()),
                "-ar",
                Integer.toString(audio.sampleRate()));
    }

    /** The sound of an encode out of its streams. */
    static String graph(AudioPlan audio) {
        List<Integer> streams = new ArrayList<>(List.of(audio.index()));
        streams.addAll(audio.mixed());
        String layout = audio.channels() == 1 ? "mono" : "stereo";
        String graph = mix(streams) + ",aformat=channel_layouts=" + layout;
        Double gain = audio.gain();
        if (gain != null) {
            graph += String.format(
                    Locale.ROOT,
                    ",volume=%.1fdB,aresample=%d,%s,aresample=%d",
                    gain,
                    audio.sampleRate() * OVERSAMPLING,
                    LIMIT,
                    audio.sampleRate());
        }
        return graph + "[sound]";
    }

    /** Tells with every tenth of a second how loud the streams together were up to there, as one channel. */
    static String measure(List<Integer> streams) {
        return mix(streams)
                + ",aformat=channel_layouts=mono,ebur128=metadata=1,ametadata=mode=print:key=" + LoudnessReader.KEY
                + ":file=-[sound]";
    }

    /** Adds the streams up as they are: what they become is measured, and levelled as a whole. */
    private static String mix(List<Integer> streams) {
        if (streams.size() == 1) {
            return "[0:" + streams.getFirst() + "]" + IN_STEP;
        }
        StringBuilder graph = new StringBuilder();
        StringBuilder ends = new StringBuilder();
        for (int stream : streams) {
            graph.append("[0:%d]%s,aformat=channel_layouts=mono[t%d];".formatted(stream, IN_STEP, stream));
            ends.append("[t").append(stream).append(']');
        }
        return graph.append(ends)
                .append("amix=inputs=")
                .append(streams.size())
                .append(":normalize=0:duration=longest")
                .toString();
    }
}
