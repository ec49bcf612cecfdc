package dev.tenure.ingest.inspect;

import dev.tenure.catalog.ItemKind;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.tika.Tika;

/** Looks at content before anybody relies on it. Reads at most the head and, of ISO media, the headers of the outermost boxes. */
public final class Inspector {

    /** Bytes of the head that types are told by: every signature we know lies far below. */
    private static final int HEAD = 64 << 10;

    private final Tika tika = new Tika();

    /** Says what the content is, and whether an item of this kind may be that. */
    public Inspection inspect(ItemKind kind, SealedObject content) throws IOException {
        byte[] head;
        try (InputStream stream = content.open(new ByteRange(0, Math.min(HEAD, content.size())))) {
            head = stream.readAllBytes();
        }
        Optional<String> media = MediaSignature.of(head);
        if (kind != ItemKind.RECORDING) {
            return new Inspection.Plausible(media.orElseGet(() -> tika.detect(head)));
        }
        if (media.isEmpty()) {
            String type = tika.detect(head);
            boolean known = type.startsWith("audio/") || type.startsWith("video/");
            return new Inspection.Suspicious(
                    type,
                    known
                            ? "the content is " + type + ", which no meeting recorder is known to write"
                            : "the content is " + type + ", not audio or video, whatever the file is called");
        }
        if (MediaSignature.isIsoMedia(media.get())) {
            Optional<String> damage = IsoBoxes.damage(content);
            if (damage.isPresent()) {
                return new Inspection.Suspicious(media.get(), damage.get());
            }
        }
        return new Inspection.Plausible(media.get());
    }
}
