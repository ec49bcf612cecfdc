package dev.tenure.ingest;

/** What became of the wish to give an upload up. */
public sealed interface Termination {

    /** Nobody can read its bytes any more; what is left of them in the bucket goes. */
    record Done() implements Termination {}

    /** A request that sends to it could not be stopped just now. */
    record Busy() implements Termination {}

    /** No such upload of this account. */
    record Unknown() implements Termination {}

    /** It was terminated before, or has expired. */
    record Gone() implements Termination {}

    /** It stays: its item is kept, by a hold or because it is whole. */
    record Kept(String explanation) implements Termination {}
}
