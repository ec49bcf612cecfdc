package dev.tenure.retention.brake;

/**
 * What a sweep is about to take from an account, beside what is usual there.
 *
 * @param due items whose time has come and that nothing holds
 * @param today items destroyed in the 24 hours before
 * @param usual items destroyed on a usual day: the mean over those of the 30 days before in which any were; 0 if there was none
 * @param kept items that the account has, those that are due among them
 */
public record Load(long due, long today, double usual, long kept) {

    public Load {
        if (due < 0 || today < 0 || usual < 0 || kept < 0) {
            throw new IllegalArgumentException("a load is not negative");
        }
    }
}
