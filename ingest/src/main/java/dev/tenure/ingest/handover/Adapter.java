package dev.tenure.ingest.handover;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One kind of media server: what its calls mean, and how it is asked. Has no state; safe for use by many threads. */
public interface Adapter {

    /** As sources name it: lower case with hyphens. It stays for ever. */
    String name();

    /** What a source of this kind is told. */
    List<Setting> settings();

    /** The hosts that a source's files and questions may go to, beside those of its buckets: {@code name}, or {@code *.name} for all below it. */
    default List<String> hosts(SourceSettings source) {
        return List.of();
    }

    /** Whether files of this kind of source can ever be deleted there. */
    default boolean canDelete() {
        return true;
    }

    /**
     * Understands a call. Pure: verifies the bytes first, then parses them. Called again for the same call after a crash or a repetition, it says the
     * same.
     */
    Hearing hear(Delivery delivery, SourceSettings source, Instant now);

    /**
     * Asks the server, or looks, for what there is: a call that was lost then only delays. What is found again is known by its key.
     *
     * @param mark where the pull before left off, when it did not come to an end
     * @throws IOException when the server cannot be asked now
     */
    default Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        return Pulled.NOTHING;
    }

    /**
     * Understands a file that this adapter reads beside recordings, as if it lay beside one; for whoever wants to see what is understood of it. Pure.
     *
     * @param name of the file, without its path
     * @return empty when it reads none of this name
     */
    default Optional<Hearing> sample(String name, byte[] content, SourceSettings source) {
        return Optional.empty();
    }

    /**
     * Another token for files whose own is not taken any more.
     *
     * @return empty when there is none to have
     * @throws IOException when the server cannot be asked now
     */
    default Optional<String> renew(SourceSettings source, Asking asking) throws IOException {
        return Optional.empty();
    }

    /**
     * What a pull found.
     *
     * @param mark where the next one goes on, at once; absent at the end
     */
    record Pulled(
            List<HandOver> handOvers,
            List<Hearing.Unusable> unusable,
            @Nullable String mark) {

        /** Nothing, and there is no more. */
        public static final Pulled NOTHING = new Pulled(List.of(), List.of(), null);

        public Pulled {
            handOvers = List.copyOf(handOvers);
            unusable = List.copyOf(unusable);
        }

        /** What a call of the server would have told, all of it. */
        public static Pulled all(Hearing.Heard heard) {
            return new Pulled(heard.handOvers(), heard.unusable(), null);
        }
    }
}
