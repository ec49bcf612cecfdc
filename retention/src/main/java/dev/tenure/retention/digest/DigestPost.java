package dev.tenure.retention.digest;

/** Sends digests. */
public interface DigestPost {

    /** Whether there is a way to send anything; where there is none, nothing is noted as told. */
    boolean works();

    /**
     * Sends a digest, or says why it was not. Taken means taken by the first server on its way: whether it arrives nobody here learns. A call whose answer was
     * lost may have sent it.
     */
    Outcome send(Digest digest);

    /** What became of a digest. */
    sealed interface Outcome {}

    /** The server took it. */
    record Taken() implements Outcome {}

    /** The server does not take letters for this recipient; others may fare better. The reason has no address in it. */
    record Refused(String reason) implements Outcome {}

    /** The server cannot be reached, or takes nothing now; the others wait too. */
    record Unreachable(String reason) implements Outcome {}
}
