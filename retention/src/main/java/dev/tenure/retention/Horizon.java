package dev.tenure.retention;

import java.time.Instant;

/** An instant, or never. Never is later than every instant. */
public sealed interface Horizon extends Comparable<Horizon> {

    /** An instant that will come. */
    record At(Instant instant) implements Horizon {
        @Override
        public String toString() {
            return instant.toString();
        }
    }

    /** No instant: what waits for this waits for ever. */
    record Never() implements Horizon {
        @Override
        public String toString() {
            return "never";
        }
    }

    static Horizon never() {
        return new Never();
    }

    static Horizon at(Instant instant) {
        return new At(instant);
    }

    /**
     * Reads what {@link Object#toString()} of a horizon writes.
     *
     * @throws IllegalArgumentException for anything but {@code never} or a UTC instant in its shortest form
     */
    static Horizon parse(String text) {
        return text.equals("never") ? never() : at(InstantText.parse(text));
    }

    /** Whether this horizon lies at or before the given instant. */
    default boolean isReachedAt(Instant instant) {
        return switch (this) {
            case At(Instant at) -> !at.isAfter(instant);
            case Never() -> false;
        };
    }

    default boolean isNever() {
        return this instanceof Never;
    }

    default boolean isAfter(Horizon other) {
        return compareTo(other) > 0;
    }

    @Override
    default int compareTo(Horizon other) {
        return switch (this) {
            case Never() -> other.isNever() ? 0 : 1;
            case At(Instant mine) ->
                switch (other) {
                    case Never() -> -1;
                    case At(Instant theirs) -> mine.compareTo(theirs);
                };
        };
    }

    static Horizon earlier(Horizon one, Horizon other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static Horizon later(Horizon one, Horizon other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
