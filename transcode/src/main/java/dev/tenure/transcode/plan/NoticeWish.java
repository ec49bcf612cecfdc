package dev.tenure.transcode.plan;

import dev.tenure.catalog.OnMedia;
import dev.tenure.transcode.media.OneLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account wants of a recording's notice in the files themselves, and what there is of it. Plain data: it survives as JSON. All words are
 * brought to one line of what can be seen.
 *
 * @param id the notice
 * @param name what the notice is called, with version and language
 * @param words what the notice says, in its own language: what is tried first comes first
 * @param terms names the notice by its name, and says until when the recording is kept, and as of when that is said
 * @param plainTerms the same with the notice's number in place of its name: ASCII only
 * @param sound what is played; null where the notice has none
 */
public record NoticeWish(
        String id,
        OnMedia what,
        String name,
        List<String> words,
        String terms,
        String plainTerms,
        @Nullable NoticeSound sound) {

    /** Characters that are looked at of each text. No picture has room for more. */
    private static final int MAX_LENGTH = 2000;

    public NoticeWish {
        name = OneLine.of(name, MAX_LENGTH);
        words = words.stream()
                .map(text -> OneLine.of(text, MAX_LENGTH))
                .filter(text -> !text.isEmpty())
                .toList();
        terms = OneLine.of(terms, MAX_LENGTH);
        plainTerms = OneLine.of(plainTerms, MAX_LENGTH);
    }

    /** Whether a picture is drawn on. */
    boolean visible() {
        return what.visible() != OnMedia.Visible.NONE;
    }

    /** Whether there is something to be heard. */
    boolean heard() {
        return what.audible() && sound != null;
    }
}
