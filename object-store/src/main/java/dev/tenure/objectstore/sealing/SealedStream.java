package dev.tenure.objectstore.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A range of plaintext, read piece by piece. The first piece is opened segment by segment, so that its first bytes come at once and a reader of a
 * few bytes costs no more than those; each piece that was read to its end doubles how many are fetched ahead.
 */
final class SealedStream extends InputStream {

    /** Doublings after which only the budget bounds what is fetched ahead. */
    private static final int MAX_DOUBLINGS = 6;

    private final Pieces pieces;
    private final ReadAhead ahead;
    private final ByteBuffer segment;
    private final byte[] sealed;

    private ByteBuffer plaintext;
    private long position;
    private int doublings;
    private @Nullable PieceReader piece;
    private @Nullable IOException failure;
    private boolean proven;

    SealedStream(Pieces pieces, TransferBudget.Share share, long position) {
        this.pieces = pieces;
        this.ahead = new ReadAhead(pieces, share);
        this.position = position;
        // A poster would wait longer for two cleared megabytes than for its own bytes.
        int room = pieces.layout().segmentRoom();
        this.sealed = new byte[room];
        this.segment = ByteBuffer.allocate(room).limit(0);
        this.plaintext = segment;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (failure != null) {
            throw new IOException("reading on after a failure", failure);
        }
        if (position >= pieces.end()) {
            // An empty object still proves itself: its one empty part must open.
            if (pieces.layout().plaintextSize() == 0 && !proven) {
                fill();
            }
            return -1;
        }
        if (!plaintext.hasRemaining()) {
            fill();
        }
        int count = (int) Math.min(Math.min(length, plaintext.remaining()), pieces.end() - position);
        plaintext.get(target, offset, count);
        position += count;
        return count;
    }

    /** A stream that failed once stays failed: what the buffer holds then belongs to nobody. */
    private void fill() throws IOException {
        try {
            if (piece != null && !piece.finished()) {
                nextSegment(piece, 0);
            } else {
                nextPiece();
            }
            proven = true;
        } catch (IOException e) {
            failure = e;
            plaintext = segment;
            segment.position(0).limit(0);
            throw e;
        }
    }

    private void nextPiece() throws IOException {
        closePiece();
        Pieces.Piece next = pieces.at(position);
        ByteBuffer fetched = ahead.take(next);
        // A reader that came this far will probably go on.
        ahead.from(next.end(), (1 << doublings) - 1);
        doublings = Math.min(MAX_DOUBLINGS, doublings + 1);
        if (fetched != null) {
            plaintext = fetched;
            return;
        }
        PieceReader opened = pieces.open(next, sealed);
        piece = opened;
        plaintext = segment;
        nextSegment(opened, next.skip());
    }

    private void nextSegment(PieceReader from, int skip) throws IOException {
        segment.clear();
        from.next(segment);
        segment.flip().position(skip);
    }

    @Override
    public void close() throws IOException {
        failure = new IOException("the stream is closed");
        plaintext = segment;
        ahead.close();
        closePiece();
    }

    private void closePiece() throws IOException {
        if (piece != null) {
            piece.close();
            piece = null;
        }
    }
}
