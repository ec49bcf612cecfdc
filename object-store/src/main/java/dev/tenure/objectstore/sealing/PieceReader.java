package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Opens the segments of one piece: one request, and one more for the part's header where the piece begins behind it. A connection that breaks is
 * made anew from the segment at which it broke.
 */
final class PieceReader implements Closeable {

    /** How often in one piece. Few, because the store's client has already tried again what it could; none would let one lost packet end a download. */
    private static final int MAX_BREAKS = 3;

    private final SealedSource source;
    private final ObjectKey key;
    private final PartSeal seal;
    private final Pieces.Piece piece;
    private final PartSeal.Role role;
    private final long partStart;
    private final long partSize;
    private final int lastOfPart;
    private final byte[] sealed;

    private int segment;
    private int breaks;
    private PartSeal.@Nullable SegmentOpener opener;
    private @Nullable InputStream body;

    /** @param sealed room for one segment, which nobody else uses meanwhile */
    PieceReader(
            SealedSource source, ObjectKey key, SealedLayout layout, PartSeal seal, Pieces.Piece piece, byte[] sealed) {
        this.sealed = sealed;
        this.source = source;
        this.key = key;
        this.seal = seal;
        this.piece = piece;
        this.role = piece.part() == layout.partCount() ? PartSeal.Role.LAST : PartSeal.Role.INNER;
        this.partStart = layout.sealedOffsetOf(piece.part());
        int plaintext = layout.plaintextSizeOf(piece.part());
        this.partSize = SealedLayout.sealedSizeFor(plaintext);
        this.lastOfPart = SealedLayout.segmentCount(plaintext) - 1;
        this.segment = piece.firstSegment();
    }

    boolean finished() {
        return segment > piece.lastSegment();
    }

    /** Adds the plaintext of the next segment. */
    void next(ByteBuffer plaintext) throws IOException {
        int size;
        while (true) {
            try {
                size = receive();
                break;
            } catch (SealBroken broken) {
                throw broken;
            } catch (IOException broke) {
                close();
                if (++breaks > MAX_BREAKS || Thread.currentThread().isInterrupted()) {
                    throw broke;
                }
            } catch (ObjectStoreException refused) {
                throw new IOException("could not fetch " + key, refused);
            }
        }
        opener().open(ByteBuffer.wrap(sealed, 0, size), segment, segment == lastOfPart, plaintext);
        segment++;
    }

    /** The ciphertext of the next segment, in {@link #sealed}. */
    private int receive() throws IOException {
        InputStream from = body();
        int begin = begin(segment);
        int size = (int) (Math.min(partSize, (segment + 1L) * SealedLayout.SEGMENT_SIZE) - begin);
        return from.readNBytes(sealed, 0, size);
    }

    private static int begin(int segment) {
        return segment == 0 ? SealedLayout.HEADER_SIZE : segment * SealedLayout.SEGMENT_SIZE;
    }

    private InputStream body() throws IOException {
        InputStream open = body;
        if (open != null) {
            return open;
        }
        long behind = Math.min(partSize, (piece.lastSegment() + 1L) * SealedLayout.SEGMENT_SIZE);
        if (segment == 0 && opener == null) {
            open = source.open(new ByteRange(partStart, behind));
            body = open;
            opener = opener(open);
        } else {
            if (opener == null) {
                try (InputStream head = source.open(new ByteRange(partStart, SealedLayout.HEADER_SIZE))) {
                    opener = opener(head);
                }
            }
            int begin = begin(segment);
            open = source.open(new ByteRange(partStart + begin, behind - begin));
            body = open;
        }
        return open;
    }

    private PartSeal.SegmentOpener opener(InputStream from) throws IOException {
        return seal.opener(piece.part(), role, ByteBuffer.wrap(from.readNBytes(SealedLayout.HEADER_SIZE)));
    }

    private PartSeal.SegmentOpener opener() {
        if (opener == null) {
            throw new IllegalStateException("a segment was received before its part's header");
        }
        return opener;
    }

    @Override
    public void close() throws IOException {
        if (body != null) {
            body.close();
            body = null;
        }
    }
}
