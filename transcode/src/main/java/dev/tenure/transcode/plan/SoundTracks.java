package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.MediaFacts;
import java.util.List;

/**
 * Which sound tracks of a source are heard, decided purely.
 *
 * @param taken the tracks that become the sound, the first of them first; empty if there is no sound
 * @param reason why these, empty if there was nothing to choose
 */
public record SoundTracks(List<AudioTrack> taken, String reason) {

    public SoundTracks {
        taken = List.copyOf(taken);
    }

    /**
     * Takes all tracks of a file together, because recorders that write several write one per speaker and a player
     * plays the first alone. Tracks in different languages are the same words several times, so the first of them.
     */
    public static SoundTracks of(MediaFacts facts) {
        List<AudioTrack> all = facts.audios();
        if (all.size() < 2) {
            return new SoundTracks(all, "");
        }
        List<String> languages = all.stream()
                .map(AudioTrack::language)
                .filter(language -> !language.isEmpty() && !language.equals("und"))
                .distinct()
                .toList();
        if (languages.size() > 1) {
            return new SoundTracks(
                    all.subList(0, 1),
                    "The first of %d sound tracks is taken: they are in different languages (%s)."
                            .formatted(all.size(), String.join(", ", languages)));
        }
        return new SoundTracks(
                all,
                "%d sound tracks mixed into one: recorders write one per speaker, and players play only the first."
                        .formatted(all.size()));
    }
}
