package dev.tenure.objectstore;

import java.net.URI;
import java.time.Instant;

/** A signed address; see {@link ObjectStore#presign}. Printing it shows no signature. */
public record PresignedRead(URI address, Instant expires) {

    @Override
    public String toString() {
        return "PresignedRead[" + address.getPath() + " until " + expires + "]";
    }
}
