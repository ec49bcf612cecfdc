package dev.tenure.transcode.ffmpeg;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.plan.AudioPlan;
import dev.tenure.transcode.plan.NoticeSound;
import dev.tenure.transcode.plan.TranscodePlan;
import dev.tenure.transcode.plan.Treatment;
import java.time.Duration;
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

    /**
     * Takes the stream of a copy, or the end of a graph.
     *
     * @param noticeInput number of the input that is the sound of the plan's notice, where it is played
     */
    static List<String> map(AudioPlan audio, TranscodePlan plan, int noticeInput) {
        if (audio.treatment() == Treatment.COPY) {
            return List.of("-map", "0:" + audio.index());
        }
        String graph = plan.played()
                .map(notice -> graph(audio, notice, noticeInput, plan.duration()))
                .orElseGet(() -> graph(audio));
        return List.of("-filter_complex", graph, "-map", "[sound]");
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
    private static String graph(AudioPlan audio) {
        Double gain = audio.gain();
        return recorded(audio) + (gain == null ? "" : volume(gain) + limited(audio)) + "[sound]";
    }

    /**
     * The same with a notice over its beginning. Nothing is moved and nothing cut out: what was recorded is lowered meanwhile. Both are brought to their
     * loudness before they are added up, and the limiter looks at the sum.
     */
    private static String graph(AudioPlan audio, NoticeSound notice, int input, Duration length) {
        Double gain = audio.gain();
        return recorded(audio) + (gain == null ? "" : volume(gain)) + ",aresample=" + audio.sampleRate() + ","
                + NoticeArguments.lowered(notice) + "[recorded];"
                + NoticeArguments.spoken(notice, input, audio.sampleRate()) + "[notice];"
                + "[recorded][notice]amix=inputs=2:normalize=0:duration=longest,atrim=end="
                + String.format(Locale.ROOT, "%.3f", length.toMillis() / 1000.0) + ",aformat=channel_layouts="
                + layout(audio) + limited(audio) + "[sound]";
    }

    private static String recorded(AudioPlan audio) {
        List<Integer> streams = new ArrayList<>(List.of(audio.index()));
        streams.addAll(audio.mixed());
        return mix(streams) + ",aformat=channel_layouts=" + layout(audio);
    }

    private static String layout(AudioPlan audio) {
        return audio.channels() == 1 ? "mono" : "stereo";
    }

    private static String volume(double gain) {
        return String.format(Locale.ROOT, ",volume=%.1fdB", gain);
    }

    private static String limited(AudioPlan audio) {
        return ",aresample=%d,%s,aresample=%d".formatted(audio.sampleRate() * OVERSAMPLING, LIMIT, audio.sampleRate());
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
