package dev.tenure.transcode.plan;

import dev.tenure.catalog.OnMedia;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The notice that the outputs carry.
 *
 * @param id the notice
 * @param visible what stands on the picture
 * @param lines its words, line by line
 * @param letters height of its letters in pixels, 0 where nothing is drawn
 * @param sound what is played at the beginning, null for nothing
 */
public record MediaNotice(
        String id,
        OnMedia.Visible visible,
        List<String> lines,
        int letters,
        @Nullable NoticeSound sound) {

    /** How long a card stays: long enough to be read once, and to be found by whoever looks for it. */
    public static final Duration CARD = Duration.ofSeconds(4);

    public MediaNotice {
        lines = List.copyOf(lines);
        if ((visible == OnMedia.Visible.NONE) != (lines.isEmpty() && letters == 0)) {
            throw new IllegalArgumentException("words and their size belong to what is drawn");
        }
        if (visible == OnMedia.Visible.NONE && sound == null) {
            throw new IllegalArgumentException("a notice that is neither seen nor heard");
        }
    }

    /** Whether something is drawn on the picture. */
    public boolean drawn() {
        return visible != OnMedia.Visible.NONE;
    }

    public Optional<NoticeSound> played() {
        return Optional.ofNullable(sound);
    }

    /** Its words as one text. */
    public String text() {
        return String.join("\n", lines);
    }
}
