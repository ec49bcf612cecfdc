package dev.tenure.ingest.handover;

import java.util.List;

/** What a call means. */
public sealed interface Hearing {

    /**
     * It is not proven to come from the source. Whoever sent it learns nothing.
     *
     * @param why for the operator
     */
    record Refused(String why) implements Hearing {}

    /**
     * It comes from the source and cannot be understood.
     *
     * @param what is wrong, and what to do; it goes back to the source
     */
    record Malformed(String what) implements Hearing {}

    /**
     * It comes from the source and is about nothing that is kept.
     *
     * @param why in words
     */
    record Ignored(String why) implements Hearing {}

    /**
     * It asks for an answer at once.
     *
     * @param json the answer's body
     */
    record Answer(String json) implements Hearing {}

    /**
     * It tells that there is something to be found, and not all that is needed to fetch it: the source is looked at at once.
     *
     * @param what in words
     */
    record Look(String what) implements Hearing {}

    /** It tells of files. Both lists may be empty. */
    record Heard(List<HandOver> handOvers, List<Unusable> unusable) implements Hearing {

        public Heard {
            handOvers = List.copyOf(handOvers);
            unusable = List.copyOf(unusable);
        }
    }

    /**
     * A recording that the source told of and that cannot be fetched as things stand; the account's administrator sees it.
     *
     * @param key the source's own, as {@link HandOver#key}
     * @param fileName to show
     * @param why in words, without secrets
     */
    record Unusable(String key, String fileName, String why) {

        public Unusable {
            key = HandOver.key(key);
            fileName = HandOver.fileName(fileName);
        }
    }
}
