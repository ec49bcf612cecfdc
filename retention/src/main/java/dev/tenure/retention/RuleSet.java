package dev.tenure.retention;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One revision of an account's retention rules. Never changed: a change is a new revision with a new id, and items
 * record which revision rules them.
 *
 * @param id identifies this revision
 * @param revision counts the account's revisions from 1
 * @param zone the IANA zone in which calendar periods are counted
 * @param accountRange what the account allows its hosts, and binds on every item
 * @param statutoryRange what the law demands; wins over the account's range, and may contradict itself, which makes
 *     items conflicted
 * @param hostDefault what applies where nobody chose; null means nothing does, so nothing expires by choice
 * @param trashGrace how long a deleted item can be restored
 * @param holdCoolOff how long a released hold still protects
 * @param provisions what it says of some items, beside what it says of all
 */
public record RuleSet(
        UUID id,
        UUID account,
        int revision,
        ZoneId zone,
        Range accountRange,
        Range statutoryRange,
        @Nullable RetentionPeriod hostDefault,
        Grace trashGrace,
        Grace holdCoolOff,
        Provisions provisions) {

    public static final Grace DEFAULT_TRASH_GRACE = Grace.ofDays(30);
    public static final Grace DEFAULT_HOLD_COOL_OFF = Grace.ofDays(30);

    public RuleSet {
        if (revision < 1) {
            throw new IllegalArgumentException("revisions count from 1, not " + revision);
        }
        if (zone instanceof ZoneOffset) {
            throw new IllegalArgumentException(
                    "a rule set needs an IANA zone such as Europe/Berlin or UTC, not the fixed offset " + zone);
        }
        if (!accountRange.isConsistent()) {
            throw new IllegalArgumentException(
                    "the account's minimum is longer than its maximum: " + accountRange.words());
        }
        if (hostDefault != null && !accountRange.contains(hostDefault)) {
            throw new IllegalArgumentException(
                    "the default of " + hostDefault + " lies outside what hosts may choose, " + accountRange.words());
        }
        provisions.requireConsistent(accountRange);
    }

    /** A rule set that says the same of all items. */
    public RuleSet(
            UUID id,
            UUID account,
            int revision,
            ZoneId zone,
            Range accountRange,
            Range statutoryRange,
            @Nullable RetentionPeriod hostDefault,
            Grace trashGrace,
            Grace holdCoolOff) {
        this(
                id,
                account,
                revision,
                zone,
                accountRange,
                statutoryRange,
                hostDefault,
                trashGrace,
                holdCoolOff,
                Provisions.NONE);
    }

    /**
     * The least and the most a party allows; either may be missing.
     *
     * @param minimum keep at least this long
     * @param maximum keep at most this long
     */
    public record Range(
            @Nullable RetentionPeriod minimum, @Nullable RetentionPeriod maximum) {

        public static final Range OPEN = new Range(null, null);

        /**
         * Whether the period lies in the range by average length: P6M is longer than P180D although some half years are
         * not. On an item the limits bind the exact dates, whatever was accepted here.
         */
        public boolean contains(RetentionPeriod period) {
            return (minimum == null || RetentionPeriod.BY_AVERAGE_LENGTH.compare(period, minimum) >= 0)
                    && (maximum == null || RetentionPeriod.BY_AVERAGE_LENGTH.compare(period, maximum) <= 0);
        }

        /** The longer minimum and the shorter maximum of both, by average length. */
        Range narrowedBy(Range other) {
            return new Range(
                    minimum == null || (other.minimum != null && longer(other.minimum, minimum))
                            ? other.minimum
                            : minimum,
                    maximum == null || (other.maximum != null && longer(maximum, other.maximum))
                            ? other.maximum
                            : maximum);
        }

        private static boolean longer(RetentionPeriod one, RetentionPeriod other) {
            return RetentionPeriod.BY_AVERAGE_LENGTH.compare(one, other) > 0;
        }

        boolean isConsistent() {
            return minimum == null
                    || maximum == null
                    || RetentionPeriod.BY_AVERAGE_LENGTH.compare(minimum, maximum) <= 0;
        }

        /** The range in words, as in "at least P30D and at most P1Y". */
        public String words() {
            if (minimum != null && maximum != null) {
                return "at least " + minimum + " and at most " + maximum;
            }
            if (minimum != null) {
                return "at least " + minimum;
            }
            return maximum != null ? "at most " + maximum : "any period";
        }
    }

    /** Answers a host who wants to keep something for the given period; a period out of range is refused, not bent. */
    public HostChoice choose(RetentionPeriod period) {
        return chosen(period, accountRange, "This account allows ");
    }

    /** The same of an item of which narrower rules may say more than of all. */
    public HostChoice choose(RetentionPeriod period, Subject subject) {
        return chosen(
                period,
                provisions.range(accountRange, subject),
                provisions.scoped().isEmpty() ? "This account allows " : "For this item the account allows ");
    }

    private static HostChoice chosen(RetentionPeriod period, Range range, String allows) {
        return range.contains(period)
                ? new HostChoice.Accepted(period)
                : new HostChoice.Refused(allows + range.words() + "; " + period + " lies outside that range.");
    }

    /** How rules name this revision as their source. */
    public String reference() {
        return id + " revision " + revision;
    }
}
