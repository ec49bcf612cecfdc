package dev.tenure.objectstore.sealing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sealed bytes do not open: they were altered, cut, moved, or sealed under another key. No byte of the broken segment was handed out. */
public final class SealBroken extends IOException {

    SealBroken(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
