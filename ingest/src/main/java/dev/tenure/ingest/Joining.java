package dev.tenure.ingest;

import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.Senders.Sender;
import dev.tenure.ingest.Upload.Status;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealedObject;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts uploads together out of partial ones (tus 1.0.0, concatenation). Each part is bound to its own upload by its seal, so the bytes are read,
 * opened, hashed and sealed anew for the item: every byte of a joined upload is written twice and read once. It is done behind the answer, and goes
 * on where it was after a crash, because what is put together is acknowledged part by part as if a client had sent it.
 */
final class Joining implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

    /** Joins at once on this machine. More only take memory and the line to the store from requests that people wait for. */
    private static final int AT_ONCE = 2;

    private final JdbcUploads uploads;
    private final JdbcJoins joins;
    private final FailedJoins failedJoins;
    private final Senders senders;
    private final SourceObjects sources;
    private final ObjectStore store;
    private final Digests digests;
    private final Finishing finishing;
    private final Reaping reaping;
    private final LongSupplier nanoTime;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("join-", 0).factory());

    Joining(
            JdbcUploads uploads,
            JdbcJoins joins,
            FailedJoins failedJoins,
            Senders senders,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Finishing finishing,
            Reaping reaping,
            LongSupplier nanoTime) {
        this.uploads = uploads;
        this.joins = joins;
        this.failedJoins = failedJoins;
        this.senders = senders;
        this.sources = sources;
        this.store = store;
        this.digests = digests;
        this.finishing = finishing;
        this.reaping = reaping;
        this.nanoTime = nanoTime;
    }

    /** Begins to put an upload together, beside the caller. */
    void begin(UploadId id) {
        threads.execute(() -> {
            try {
                join(id);
            } catch (RuntimeException failure) {
                // The edge of a thread: the next run of the reconciler goes on.
                LOG.warn("upload {} is not joined yet: {}", id, failure.getMessage());
            }
        });
    }

    /**
     * Goes on with joins that a crash, or a failure, left undone; returns how many were looked at. One that fails is logged and does not keep the
     * others.
     *
     * @param page how many are looked up at once
     */
    int joinPending(int page) {
        int seen = 0;
        UploadId after = null;
        List<Upload> pending;
        do {
            pending = joins.pending(after, page);
            seen += pending.size();
            for (Upload upload : pending) {
                after = upload.id();
                try {
                    join(upload.id());
                } catch (RuntimeException failure) {
                    LOG.warn("upload {} is not joined yet: {}", upload.id(), failure.getMessage());
                }
            }
        } while (pending.size() == page);
        return seen;
    }

    private void join(UploadId id) {
        try (Sender place = senders.takeFree(id).orElse(null)) {
            if (place == null) {
                return;
            }
            Upload upload = uploads.find(id).orElseThrow();
            if (upload.status() != Status.OPEN) {
                return;
            }
            if (failedJoins.mayGoOn(upload) && !joined(upload, place)) {
                return;
            }
        } catch (IOException e) {
            throw new IllegalStateException("its parts could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server is stopping", e);
        }
        for (Upload part : joins.parts(id)) {
            if (part.status() == Status.GIVEN_UP) {
                reaping.sweep(part);
            }
        }
    }

    /** Whether it is whole now; otherwise it waits for its next try. */
    private boolean joined(Upload upload, Sender place) throws IOException, InterruptedException {
        try {
            if (upload.complete()) {
                finishing.finish(upload);
            } else {
                join(upload, place);
            }
            return true;
        } catch (PartUnreadable failure) {
            failedJoins.failed(upload, failure);
            return false;
        }
    }

    private void join(Upload upload, Sender place) throws IOException, InterruptedException {
        StoredObject source = sources.of(upload);
        PartSeal seal = sources.seal(upload, source);
        TransferBudget.Share memory = sources.memory();
        MessageDigest before = digests.take(upload.id(), upload.storedBytes()).orElse(null);
        PartFlow flow = new PartFlow(upload, store, uploads, memory, false, before);
        place.settle(flow::settle);
        try (InputStream bytes = partsFrom(upload);
                SourceWriter writer = new SourceWriter(
                        upload,
                        source,
                        seal,
                        store,
                        uploads,
                        place.lock(),
                        flow,
                        new PartBuffer(memory, nanoTime),
                        null)) {
            writer.takeFrom(place.body(bytes, Senders.Pace.ANY), limit -> upload.length());
            writer.keep();
            MessageDigest digest = flow.digest();
            if (digest != null) {
                digests.put(upload.id(), digest, flow.upload().storedBytes());
            }
            if (!flow.upload().complete()) {
                throw new IllegalStateException("its parts have fewer bytes than they had");
            }
            finishing.finish(flow.upload(), source, writer.whole(), seal);
        } catch (Body.Ended ended) {
            throw ended.reason();
        }
    }

    /** All bytes of the parts behind what is stored of the whole. */
    private InputStream partsFrom(Upload whole) {
        List<InputStream> streams = new ArrayList<>();
        long skip = whole.storedBytes();
        for (Upload part : joins.parts(whole.id())) {
            if (skip >= part.length()) {
                skip -= part.length();
                continue;
            }
            streams.add(new PartStream(part, skip));
            skip = 0;
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** The bytes of one partial upload, opened when they are first read: keys and connections are not held for what comes later. */
    private final class PartStream extends InputStream {

        private final Upload part;
        private final long from;
        private InputStream opened = InputStream.nullInputStream();
        private boolean begun;

        PartStream(Upload part, long from) {
            this.part = part;
            this.from = from;
        }

        private InputStream bytes() {
            if (!begun) {
                StoredObject source = sources.of(part);
                SealedObject content =
                        sources.open(part, source, String.valueOf(part.versionId()), sources.seal(part, source));
                opened = content.open(new ByteRange(from, part.length() - from));
                begun = true;
            }
            return opened;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return bytes().read(target, offset, length);
            } catch (IOException | RuntimeException failure) {
                if (PartUnreadable.means(failure)) {
                    throw new PartUnreadable(part.id(), failure);
                }
                throw failure;
            }
        }

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }

    /** Stops; what was under way goes on at the next start. */
    @Override
    public void close() {
        threads.shutdownNow();
        threads.close();
    }
}
