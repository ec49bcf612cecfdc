package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A range of plaintext, opened segment by segment: per part one request, and one more for its header where the range begins behind it. */
final class SealedStream extends InputStream {

    private final ObjectStore store;
    private final ObjectKey key;
    private final SealedLayout layout;
    private final PartSeal seal;
    private final long end;

    private final ByteBuffer plaintext = ByteBuffer.allocate(SealedLayout.SEGMENT_SIZE);
    private final byte[] sealed = new byte[SealedLayout.SEGMENT_SIZE];
    private long position;

    private @Nullable PartReader part;
    private @Nullable IOException failure;

    SealedStream(ObjectStore store, ObjectKey key, SealedLayout layout, PartSeal seal, ByteRange range) {
        this.store = store;
        this.key = key;
        this.layout = layout;
        this.seal = seal;
        this.position = range.first();
        this.end = range.end();
        plaintext.limit(0);
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
        if (position >= end) {
            // An empty object still proves itself: its one empty part must open.
            if (layout.plaintextSize() == 0 && part == null) {
                fill();
            }
            return -1;
        }
        if (!plaintext.hasRemaining()) {
            fill();
        }
        int count = (int) Math.min(Math.min(length, plaintext.remaining()), end - position);
        plaintext.get(target, offset, count);
        position += count;
        return count;
    }

    /** A stream that failed once stays failed: what the buffer holds then belongs to nobody. */
    private void fill() throws IOException {
        try {
            fetch();
        } catch (IOException e) {
            failure = e;
            plaintext.position(0).limit(0);
            throw e;
        }
    }

    private void fetch() throws IOException {
        try {
            if (part == null || part.finished()) {
                closePart();
                int number = Math.toIntExact(position / layout.partSize()) + 1;
                part = new PartReader(number, (int) (position % layout.partSize()));
            }
            part.nextSegment();
        } catch (ObjectStoreException e) {
            throw new IOException("could not fetch " + key, e);
        }
    }

    @Override
    public void close() throws IOException {
        closePart();
    }

    private void closePart() throws IOException {
        if (part != null) {
            part.body.close();
        }
    }

    /** The wanted segments of one part. */
    private final class PartReader {

        private final int partPlaintext;
        private final long partSealed;
        private final int lastWanted;
        /** Bytes of the next segment that lie before the range. */
        private int skip;

        private final InputStream body;
        private final PartSeal.SegmentOpener opener;
        private int segment;

        PartReader(int number, int from) throws IOException {
            partPlaintext = layout.plaintextSizeOf(number);
            partSealed = SealedLayout.sealedSizeFor(partPlaintext);
            long partStart = (long) (number - 1) * layout.partSize();
            int to = (int) Math.min(partPlaintext, end - partStart);
            segment = SealedLayout.segmentOf(from);
            lastWanted = to == 0 ? 0 : SealedLayout.segmentOf(to - 1);
            skip = from - SealedLayout.plaintextOffsetOf(segment);

            long start = layout.sealedOffsetOf(number);
            long first = (long) segment * SealedLayout.SEGMENT_SIZE;
            long behind = Math.min(partSealed, (lastWanted + 1L) * SealedLayout.SEGMENT_SIZE);
            var role = number == layout.partCount() ? PartSeal.Role.LAST : PartSeal.Role.INNER;

            if (segment == 0) {
                body = store.open(key, new ByteRange(start, behind));
                opener = openerOrClose(number, role);
            } else {
                try (InputStream head = store.open(key, new ByteRange(start, SealedLayout.HEADER_SIZE))) {
                    opener = opener(number, role, head);
                }
                body = store.open(key, new ByteRange(start + first, behind - first));
            }
        }

        /** Nobody else can close the body of a reader that was never made. */
        private PartSeal.SegmentOpener openerOrClose(int number, PartSeal.Role role) throws IOException {
            try {
                return opener(number, role, body);
            } catch (IOException e) {
                body.close();
                throw e;
            }
        }

        private PartSeal.SegmentOpener opener(int number, PartSeal.Role role, InputStream from) throws IOException {
            return seal.opener(number, role, ByteBuffer.wrap(from.readNBytes(SealedLayout.HEADER_SIZE)));
        }

        boolean finished() {
            return segment > lastWanted;
        }

        void nextSegment() throws IOException {
            long from = segment == 0 ? SealedLayout.HEADER_SIZE : (long) segment * SealedLayout.SEGMENT_SIZE;
            int size = (int) (Math.min(partSealed, (segment + 1L) * SealedLayout.SEGMENT_SIZE) - from);
            int got = body.readNBytes(sealed, 0, size);
            boolean last = segment == SealedLayout.segmentCount(partPlaintext) - 1;
            plaintext.clear();
            opener.open(ByteBuffer.wrap(sealed, 0, got), segment, last, plaintext);
            plaintext.flip();
            plaintext.position(skip);
            skip = 0;
            segment++;
        }
    }
}
