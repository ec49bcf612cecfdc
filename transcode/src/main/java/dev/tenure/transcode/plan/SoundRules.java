package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.Survey;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for sound: AAC-LC that plays everywhere is copied unless it is far too faint or too loud; everything else
 * becomes one channel of AAC-LC in which speech is as loud as in every other recording.
 */
public final class SoundRules {

    /** What speech is brought to, in LUFS (EBU R128): loud enough for a laptop, below what players turn down. */
    public static final double TARGET_LUFS = -18;

    /** Outside of this a sound is not copied: hardly to be heard beside other recordings, or painful. */
    static final double FAINTEST_COPY = -30;

    static final double LOUDEST_COPY = -10;

    /** Below this nobody speaks; raising it would be raising the noise of an empty room. */
    static final double SILENCE = -60;

    /** Decibels by which a sound is raised at most. More makes a speech of the noise between the words. */
    static final double MAX_GAIN = 25;

    private static final int BITS = 64_000;
    private static final int FALLBACK_RATE = 48_000;
    private static final Set<Integer> AAC_RATES =
            Set.of(8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000);

    private SoundRules() {}

    /** Whether the track plays everywhere as it is. */
    public static boolean playable(AudioTrack track) {
        return track.codec().equals("aac")
                && track.profile().equals("LC")
                && (track.channels() == 1 || track.channels() == 2)
                && AAC_RATES.contains(track.sampleRate());
    }

    /** Whether a copy is out of the question, whatever is found by listening. */
    public static boolean encodes(SoundTracks tracks) {
        return tracks.taken().size() != 1 || !playable(tracks.taken().getFirst());
    }

    /** Whether sound of this loudness stays as it is. */
    public static boolean bearable(@Nullable Double lufs) {
        return lufs == null || lufs < SILENCE || (lufs >= FAINTEST_COPY && lufs <= LOUDEST_COPY);
    }

    /**
     * What becomes of the tracks, null if there are none.
     *
     * @param against why they are not copied even if they play; null if nothing speaks against it
     */
    static @Nullable AudioPlan plan(
            MediaFacts facts, SoundTracks tracks, @Nullable String against, List<String> reasons) {
        if (tracks.taken().isEmpty()) {
            return null;
        }
        if (!tracks.reason().isEmpty()) {
            reasons.add(tracks.reason());
        }
        AudioTrack first = tracks.taken().getFirst();
        Survey survey = facts.known();
        String obstacle = against == null ? obstacle(tracks, survey) : against;
        if (obstacle == null) {
            reasons.add("Sound copied: AAC-LC, %d channel(s) plays in every browser.".formatted(first.channels()));
            return new AudioPlan(first.index(), Treatment.COPY, first.channels(), first.sampleRate(), 0);
        }
        reasons.add("Sound encoded to AAC-LC in one channel at %d kbit/s: %s.".formatted(BITS / 1000, obstacle));
        Double gain = gain(survey.loudness());
        reasons.add(
                gain == null
                        ? "Loudness left as it is: nothing is loud enough to be speech."
                        : decimal("Loudness changed by %+.1f dB, from %.1f to %.0f LUFS.", gain, survey.loudness()));
        int rate = tracks.taken().stream()
                .mapToInt(AudioTrack::sampleRate)
                .filter(AAC_RATES::contains)
                .max()
                .orElse(FALLBACK_RATE);
        List<Integer> mixed =
                tracks.taken().stream().skip(1).map(AudioTrack::index).toList();
        return new AudioPlan(first.index(), Treatment.ENCODE, 1, rate, BITS, mixed, gain);
    }

    private static @Nullable String obstacle(SoundTracks tracks, Survey survey) {
        AudioTrack first = tracks.taken().getFirst();
        if (tracks.taken().size() > 1) {
            return "mixing needs it";
        }
        if (!playable(first)) {
            String name = (first.codec() + " " + first.profile()).strip();
            return first.codec().equals("aac") && first.profile().equals("LC")
                    ? "%d channels at %d Hz do not play in every browser"
                            .formatted(first.channels(), first.sampleRate())
                    : "%s does not play in every browser".formatted(name);
        }
        Double heard = survey.sampledLoudness();
        if (!bearable(heard)) {
            return decimal("at %2$.1f LUFS it is far from how loud recordings are", 0, heard);
        }
        return null;
    }

    /** Decibels to {@link #TARGET_LUFS}; null for what nobody speaks in. */
    static @Nullable Double gain(@Nullable Double lufs) {
        if (lufs == null || lufs < SILENCE) {
            return null;
        }
        // To tenths: finer differences are not heard and would make plans of the same sound differ.
        return Math.round(Math.min(TARGET_LUFS - lufs, MAX_GAIN) * 10) / 10.0;
    }

    private static String decimal(String words, double gain, @Nullable Double lufs) {
        double from = lufs == null ? 0 : lufs;
        return String.format(Locale.ROOT, words, gain, from, from + gain);
    }
}
