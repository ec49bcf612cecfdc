package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Cuts the way from any place of an object to the end of a range into pieces: what is left of a part, and no more than {@value #MAX_SEGMENTS}
 * segments of it, so that a piece is bounded however large parts are.
 */
record Pieces(SealedSource source, ObjectKey key, SealedLayout layout, PartSeal seal, long end) {

    /** A whole part of the default size. */
    private static final int MAX_SEGMENTS = SealedLayout.segmentCount(SealedLayout.DEFAULT_PART_SIZE);

    /** Plaintext from {@code from} to {@code to} of one part. */
    record Piece(int part, int from, int to, long start) {

        long end() {
            return start + to - from;
        }

        int firstSegment() {
            return SealedLayout.segmentOf(from);
        }

        /** Segment 0 where the piece is empty. */
        int lastSegment() {
            return to == from ? firstSegment() : SealedLayout.segmentOf(to - 1);
        }

        /** Bytes that its segments hold beyond it at their beginning. */
        int skip() {
            return from - SealedLayout.plaintextOffsetOf(firstSegment());
        }
    }

    Piece at(long position) {
        int part = Math.toIntExact(position / layout.partSize()) + 1;
        long partStart = (long) (part - 1) * layout.partSize();
        int from = (int) (position - partStart);
        int beyond = SealedLayout.plaintextOffsetOf(SealedLayout.segmentOf(from) + MAX_SEGMENTS);
        int to = (int) Math.min(Math.min(layout.plaintextSizeOf(part), beyond), end - partStart);
        return new Piece(part, from, to, position);
    }

    /** The most that the segments of one piece hold. */
    int capacity() {
        return Math.min(MAX_SEGMENTS, SealedLayout.segmentCount(layout.partSize())) * SealedLayout.SEGMENT_SIZE;
    }

    /** Opens a piece, to be read segment by segment through a buffer that nobody else uses meanwhile. */
    PieceReader open(Piece piece, byte[] sealed) throws IOException {
        return new PieceReader(source, key, layout, seal, piece, sealed);
    }

    /** Reads the whole plaintext of a piece into a buffer. */
    void read(Piece piece, byte[] sealed, ByteBuffer plaintext) throws IOException {
        try (PieceReader reader = open(piece, sealed)) {
            plaintext.clear();
            while (!reader.finished()) {
                reader.next(plaintext);
            }
            plaintext.flip().position(piece.skip()).limit(piece.skip() + piece.to() - piece.from());
        }
    }
}
