package dev.tenure.retention;

import dev.tenure.retention.Decision.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When an item goes and why, for a person and for a machine. Says that holds exist and until when they protect, never
 * whose they are.
 *
 * @param askedAt the instant for which the standing was judged
 * @param sentences the answer in plain language, the most important first
 */
public record Explanation(Decision decision, Standing standing, Instant askedAt, List<String> sentences) {

    public Explanation {
        sentences = List.copyOf(sentences);
    }

    /**
     * Explains a decision as it stands at an instant.
     *
     * @param skewBound how far the clock may be ahead of the truth, as in {@link Decision#standingAt}
     */
    public static Explanation of(Decision decision, Instant now, Duration skewBound) {
        return of(decision, List.of(), now, skewBound);
    }

    /**
     * As above, and what is going to change.
     *
     * @param coming the earliest first
     */
    public static Explanation of(Decision decision, List<ComingChange> coming, Instant now, Duration skewBound) {
        Standing standing = decision.standingAt(now, skewBound);
        return new Explanation(decision, standing, now, new Wording(decision, standing).sentences(coming));
    }

    /** The machine's form, without the sentences: canonical JSON with schema {@code tenure-explanation/1}. */
    public String canonicalJson() {
        return ExplanationJson.write(this).canonical();
    }

    /** SHA-256 of {@link #canonicalJson()} in hex; a certificate quotes it to say on which grounds it destroyed. */
    public String digest() {
        return ExplanationJson.write(this).sha256();
    }
}
