package dev.tenure.catalog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which revisions of a thing somebody is willing to change: those that they looked at before they decided.
 *
 * @param revisions absent means whatever is there now
 */
public record Expected(@Nullable Set<Long> revisions) {

    public static final Expected ANY = new Expected(null);

    public Expected {
        revisions = revisions == null ? null : Set.copyOf(revisions);
    }

    public boolean allows(long revision) {
        return revisions == null || revisions.contains(revision);
    }
}
