package dev.tenure.ingest.handover.work;

import dev.tenure.ingest.handover.Location.InArchive;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** One file in an archive. It is read where it lies; the archive is never unpacked, and never deleted for one of its files. */
final class ArchivePlace implements Place {

    private final DiskPlace archive;
    private final InArchive location;

    ArchivePlace(Path file, InArchive location) {
        this.archive = new DiskPlace(file);
        this.location = location;
    }

    @Override
    public Facts look() throws IOException {
        Facts whole = archive.look();
        if (!whole.version().equals(location.version()) || location.offset() + location.size() > whole.size()) {
            throw new IOException("the archive was changed");
        }
        return new Facts(location.size(), whole.version() + "@" + location.offset(), null);
    }

    @Override
    public InputStream open(Facts facts, long from) throws IOException {
        if (!look().equals(facts)) {
            throw new IOException("the archive was changed");
        }
        return new Part(archive.open(archive.look(), location.offset() + from), location.size() - from);
    }

    @Override
    public boolean delete(Facts facts) {
        return false;
    }

    @Override
    public void close() {
        archive.close();
    }

    /** So many bytes of a stream, and then its end. */
    private static final class Part extends FilterInputStream {

        private long left;

        Part(InputStream whole, long length) {
            super(whole);
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (left <= 0) {
                return -1;
            }
            int got = in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(got, 0);
            return got;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(in.available(), left);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
