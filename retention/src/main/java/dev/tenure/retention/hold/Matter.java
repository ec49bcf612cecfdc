package dev.tenure.retention.hold;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Why a hold is placed.
 *
 * @param authority who demands it
 * @param reference how they call it, a file number for instance
 * @param effectiveAt from when on the matter is said to hold; absent means from its placement on. It is noted beside the time of the placement, and protects
 *     nothing that was destroyed before that
 * @param historicalReason why it is said to hold from earlier on than its placement; absent where it is not
 * @param reviewOn a day after its placement on which somebody looks at it again, as days are counted where the account is
 * @param sensitive only a person, and another one than placed it, may release it
 */
public record Matter(
        String title,
        String authority,
        String reason,
        @Nullable String reference,
        @Nullable Instant effectiveAt,
        @Nullable String historicalReason,
        @Nullable LocalDate reviewOn,
        boolean sensitive) {

    public Matter {
        if (title.isBlank() || authority.isBlank() || reason.isBlank()) {
            throw new IllegalArgumentException("a hold needs a title, an authority and a reason");
        }
        if (historicalReason != null && (effectiveAt == null || historicalReason.isBlank())) {
            throw new IllegalArgumentException("what holds from earlier on needs that instant, and a reason");
        }
    }

    public Matter(String title, String authority, String reason) {
        this(title, authority, reason, null, null, null, null, false);
    }

    /**
     * From when on it holds, if it is placed now.
     *
     * @throws IllegalArgumentException when that is in the future, or in the past without a reason
     */
    Instant effective(Instant now) {
        if (effectiveAt == null) {
            return now;
        }
        if (effectiveAt.isAfter(now)) {
            throw new IllegalArgumentException("a hold cannot hold from a time on that is still to come");
        }
        if (effectiveAt.isBefore(now) && historicalReason == null) {
            throw new IllegalArgumentException("a hold that holds from earlier on must say why (historicalReason)");
        }
        return effectiveAt;
    }
}
