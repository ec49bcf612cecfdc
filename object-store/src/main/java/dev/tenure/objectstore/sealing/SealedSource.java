package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ByteRange;
import java.io.InputStream;

/** Where sealed bytes come from. */
@FunctionalInterface
interface SealedSource {

    /** Opens a range of the sealed bytes; fails as {@link dev.tenure.objectstore.ObjectStore#open} does. */
    InputStream open(ByteRange range);
}
