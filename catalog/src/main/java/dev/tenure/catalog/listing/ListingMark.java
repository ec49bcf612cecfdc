package dev.tenure.catalog.listing;

import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list: the last row that was looked at. It says nothing of the list itself, so a page may be asked for with other filters after it.
 * What it names need not exist, nor be the caller's: it is compared with, never read.
 *
 * @param recordedAt to the microsecond, as the database keeps it
 */
public record ListingMark(Instant recordedAt, UUID meeting, UUID item) {

    private static final byte FORM = 1;
    private static final int LENGTH = 1 + 8 + 4 * 8;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException when it is nothing of the kind
     */
    public static ListingMark of(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() != LENGTH || bytes.get() != FORM) {
            throw new IllegalArgumentException("no place in a list");
        }
        try {
            Instant at = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            if (at.isBefore(Instant.EPOCH) || at.isAfter(LATEST)) {
                throw new IllegalArgumentException("no place in a list");
            }
            return new ListingMark(
                    at, new UUID(bytes.getLong(), bytes.getLong()), new UUID(bytes.getLong(), bytes.getLong()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("no place in a list", e);
        }
    }

    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH)
                .put(FORM)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, recordedAt))
                .putLong(meeting.getMostSignificantBits())
                .putLong(meeting.getLeastSignificantBits())
                .putLong(item.getMostSignificantBits())
                .putLong(item.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
