package dev.tenure.ingest.inspect;

/** What a virus scanner says of bytes. There are three answers, and none of them stands in for another. */
public sealed interface Scan {

    /** All of it was looked at, with signatures that are fresh, and nothing was found. */
    record Clean() implements Scan {}

    /** Something was found. */
    record Infected(String signature) implements Scan {}

    /** Nobody looked, or not at all of it: that it is clean is not known. */
    record NotScanned(String reason) implements Scan {}
}
