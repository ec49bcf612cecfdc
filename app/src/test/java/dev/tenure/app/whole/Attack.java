package dev.tenure.app.whole;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One thing that a hostile or broken client does, and how it has to end.
 *
 * @param threat what it would come to if it succeeded
 * @param attempt does it, and looks at what became of it
 */
record Attack(Threat threat, String name, Consumer<Ground> attempt) {

    /** What the edge is built against, as far as bytes and words of strangers can do it. */
    enum Threat {
        DECODER_READS_ELSEWHERE,
        MEDIA_BOMB,
        ARCHIVE_BOMB,
        PATHS_AND_KEYS,
        SPOOFED_TYPE,
        EXTERNAL_ENTITY,
        FORGED_CALL,
        FOREIGN_ACCOUNT,
        UPLOAD_EXHAUSTION,
        SLOW_CLIENT,
        HEADER_INJECTION,
        WRONG_WORDS
    }

    /** A request that is answered with this problem. */
    static Attack refused(Threat threat, String name, int status, String problem, Function<Ground, Http.Answer> sent) {
        return new Attack(threat, name, ground -> sent.apply(ground).problem(status, problem));
    }

    /** A request that is answered with this status. */
    static Attack answered(Threat threat, String name, int status, Function<Ground, Http.Answer> sent) {
        return new Attack(threat, name, ground -> sent.apply(ground).expect(status));
    }

    /** Content that waits for a person, for a reason that says so. */
    static Attack held(
            Threat threat, String name, String kind, String fileName, Supplier<byte[]> content, String reason) {
        return new Attack(
                threat, name, ground -> ground.isHeld(ground.handOver(kind, fileName, content.get()), reason));
    }

    /** Content that is kept, and that nobody gets but as a download in which nothing runs. */
    static Attack harmless(Threat threat, String name, String kind, String fileName, Supplier<byte[]> content) {
        return new Attack(threat, name, ground -> {
            byte[] bytes = content.get();
            ground.isOnlyADownload(ground.handOver(kind, fileName, bytes), bytes);
        });
    }

    @Override
    public String toString() {
        return threat + ": " + name;
    }
}
