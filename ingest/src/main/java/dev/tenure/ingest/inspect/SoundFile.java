package dev.tenure.ingest.inspect;

import java.util.Optional;
import java.util.Set;

/** Whether some bytes are a sound file, told by what they begin with. */
public final class SoundFile {

    private static final Set<String> SOUNDS =
            Set.of("audio/wav", "audio/mpeg", "application/ogg", "audio/flac", "audio/mp4");

    private SoundFile() {}

    /** Its media type; empty when it is none. */
    public static Optional<String> type(byte[] bytes) {
        return MediaSignature.of(bytes)
                .filter(SOUNDS::contains)
                .map(type -> type.equals("application/ogg") ? "audio/ogg" : type);
    }
}
