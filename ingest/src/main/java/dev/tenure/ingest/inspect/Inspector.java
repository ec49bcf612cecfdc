package dev.tenure.ingest.inspect;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.inspect.Findings.Mismatch;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at content before anybody relies on it: at its head, at headers of its structure, at the directory of an archive. Nothing is parsed that
 * could be made to run, and the number of reads is bounded whatever the content says.
 */
public final class Inspector {

    /** Bytes of the head that types are told by: every signature we know lies far below. */
    private static final int HEAD = 64 << 10;

    /** Bytes of a document in which signs of active content are looked for. */
    private static final int SIGNS = 4 << 20;

    /**
     * All that was seen.
     *
     * @param inspection whether an item of its kind may be that
     */
    public record Look(Inspection inspection, Findings findings) {}

    /** Says what the content is, and whether an item of this kind may be that. */
    public Inspection inspect(ItemKind kind, SealedObject content) throws IOException {
        byte[] head = ContentType.head(content, HEAD);
        return inspect(kind, ContentType.of(head, content), content, head);
    }

    /** As {@link #inspect(ItemKind, SealedObject)}; and what of it differs from what was claimed. */
    Look look(Claim claim, SealedObject content, Scan scan) throws IOException {
        byte[] head = ContentType.head(content, HEAD);
        String type = ContentType.of(head, content);
        boolean media = claim.kind() == ItemKind.RECORDING;
        String named = ContentType.ofName(claim.fileName());
        String declared = ContentType.ofDeclared(claim.declaredType());
        Set<Mismatch> mismatches = EnumSet.noneOf(Mismatch.class);
        if (named != null && !ContentType.fits(type, named)) {
            mismatches.add(Mismatch.NAME);
        }
        if (declared != null && !ContentType.fits(type, declared)) {
            mismatches.add(Mismatch.DECLARED);
        }
        byte[] signs = ActiveContent.shows(type) ? ContentType.head(content, SIGNS) : head;
        Optional<String> active = media ? Optional.empty() : ActiveContent.in(type, signs);
        return new Look(
                inspect(claim.kind(), type, content, head),
                new Findings(type, declared, named, mismatches, active.orElse(null), scan));
    }

    private static Inspection inspect(ItemKind kind, String type, SealedObject content, byte[] head)
            throws IOException {
        boolean recording = kind == ItemKind.RECORDING;
        if (recording && !MediaSignature.knows(type)) {
            boolean known = type.startsWith("audio/") || type.startsWith("video/");
            return new Inspection.Suspicious(
                    type,
                    known
                            ? "the content is " + type + ", which no meeting recorder is known to write"
                            : "the content is " + type + ", not audio or video, whatever the file is called");
        }
        if (!KindTypes.allows(kind, type)) {
            return new Inspection.Suspicious(type, "the content is " + type + ", which no " + word(kind) + " may be");
        }
        String damage = recording ? damage(type, content, head) : null;
        return damage == null ? new Inspection.Plausible(type) : new Inspection.Suspicious(type, damage);
    }

    private static @Nullable String damage(String type, SealedObject content, byte[] head) throws IOException {
        if (MediaSignature.isIsoMedia(type)) {
            return IsoBoxes.damage(content, head).orElse(null);
        }
        return MediaSignature.isMatroska(type)
                ? EbmlElements.damage(content, head).orElse(null)
                : null;
    }

    private static String word(ItemKind kind) {
        return switch (kind) {
            case RECORDING -> "recording";
            case TRANSCRIPT -> "transcript";
            case CHAT -> "chat";
            case FILE -> "file";
            case WHITEBOARD -> "whiteboard";
        };
    }
}
