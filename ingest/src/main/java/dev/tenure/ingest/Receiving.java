package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.ingest.Body.Ended;
import dev.tenure.ingest.Body.Why;
import dev.tenure.ingest.Senders.Sender;
import dev.tenure.ingest.Upload.Kind;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's bytes: who may send, from where, and how far they came. */
final class Receiving {

    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private final JdbcUploads uploads;
    private final JdbcReservations reservations;
    private final Senders senders;
    private final SourceObjects sources;
    private final ObjectStore store;
    private final Digests digests;
    private final Finishing finishing;
    private final IngestSettings settings;
    private final LongSupplier nanoTime;

    Receiving(
            JdbcUploads uploads,
            JdbcReservations reservations,
            Senders senders,
            SourceObjects sources,
            ObjectStore store,
            Digests digests,
            Finishing finishing,
            IngestSettings settings,
            LongSupplier nanoTime) {
        this.uploads = uploads;
        this.reservations = reservations;
        this.senders = senders;
        this.sources = sources;
        this.store = store;
        this.digests = digests;
        this.finishing = finishing;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    Appending append(AccountId account, UploadId id, Portion portion, InputStream bytes) {
        Optional<Upload> known = uploads.find(account, id);
        if (known.isEmpty()) {
            return new Appending.Unknown();
        }
        if (known.get().kind() == Kind.FINAL) {
            return new Appending.Joined();
        }
        if (known.get().gone()) {
            return new Appending.Gone();
        }
        Optional<Sender> place = senders.take(id, settings.takeoverAfter());
        if (place.isEmpty()) {
            return new Appending.Busy();
        }
        try (Sender sender = place.get()) {
            // Read again under the lock: another request may have moved on.
            Upload upload = uploads.find(id).orElseThrow();
            Appending refusal = refusal(upload, portion);
            if (refusal != null) {
                return refusal;
            }
            if (portion.length() != NewUpload.UNKNOWN_LENGTH && !upload.lengthKnown()) {
                Optional<String> overQuota = reservations.grow(upload, portion.length());
                if (overQuota.isPresent()) {
                    return new Appending.OverQuota(upload.storedBytes(), overQuota.get());
                }
                uploads.tellLength(id, portion.length());
                upload = uploads.find(id).orElseThrow();
            }
            if (upload.complete()) {
                finishing.finish(upload);
                return new Appending.Stored(upload.storedBytes(), true);
            }
            return receive(upload, sender, portion, sender.body(bytes, new MinimumPace(settings, nanoTime)));
        }
    }

    /** Makes whole what a crash left between the telling of a length and the sealing of the last part; its client believes that it is done. */
    void sealTails(int page) {
        UploadId after = null;
        List<Upload> told;
        do {
            told = uploads.toldAtTheEnd(after, page);
            for (Upload upload : told) {
                after = upload.id();
                try {
                    append(
                            upload.account(),
                            upload.id(),
                            Portion.at(upload.storedBytes(), 0),
                            InputStream.nullInputStream());
                } catch (RuntimeException failure) {
                    LOG.warn("upload {} is not whole yet: {}", upload.id(), failure.getMessage());
                }
            }
        } while (told.size() == page);
    }

    private @Nullable Appending refusal(Upload upload, Portion portion) {
        if (upload.gone()) {
            return new Appending.Gone();
        }
        if (portion.offset() != upload.storedBytes()) {
            return new Appending.WrongOffset(upload.storedBytes());
        }
        long length = upload.length();
        long told = portion.length();
        if (told != NewUpload.UNKNOWN_LENGTH && told != length) {
            if (upload.lengthKnown()) {
                return new Appending.WrongLength("the upload has " + length + " bytes, as was told before");
            }
            if (told < Math.max(1, upload.storedBytes())) {
                return new Appending.WrongLength(
                        told + " bytes cannot be its length: " + upload.storedBytes() + " are stored already");
            }
            if (told > settings.maxUploadSize().toBytes()) {
                return new Appending.TooLong(settings.maxUploadSize().toBytes());
            }
            length = told;
        }
        if (length == NewUpload.UNKNOWN_LENGTH) {
            length = settings.maxUploadSize().toBytes();
        }
        return portion.announced() > length - portion.offset() ? new Appending.TooLong(length) : null;
    }

    private Appending receive(Upload upload, Sender sender, Portion portion, Body body) {
        StoredObject source = sources.of(upload);
        PartSeal seal = sources.seal(upload, source);
        TransferBudget.Share memory = sources.memory();
        Checksum checksum = portion.checksum();
        Checksum.Check check = checksum == null ? null : checksum.check();
        MessageDigest before = digests.take(upload.id(), upload.storedBytes()).orElse(null);
        PartFlow flow = new PartFlow(upload, store, uploads, memory, check != null, before);
        sender.settle(() -> {
            flow.settle();
            remember(flow);
        });
        PartBuffer buffer = new PartBuffer(memory, nanoTime);
        try (SourceWriter writer =
                new SourceWriter(upload, source, seal, store, uploads, sender.lock(), flow, buffer, check)) {
            Appending outcome = receive(upload, writer, flow, check, body);
            if (!(outcome instanceof Appending.Busy)) {
                remember(flow);
                Upload after = flow.upload();
                if (after.complete()) {
                    finishing.finish(after, source, writer.whole(), seal);
                }
            }
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Appending.CutOff(
                    flow.upload().storedBytes(), new InterruptedIOException("the server is stopping"));
        }
    }

    private void remember(PartFlow flow) {
        MessageDigest digest = flow.digest();
        if (digest != null) {
            digests.put(flow.upload().id(), digest, flow.upload().storedBytes());
        }
    }

    private Appending receive(
            Upload upload, SourceWriter writer, PartFlow flow, Checksum.@Nullable Check check, Body body)
            throws InterruptedException {
        Allowance allowance =
                new Allowance(reservations, upload, settings.maxUploadSize().toBytes());
        Ended ended = null;
        boolean mayGoOn = true;
        boolean more = false;
        try {
            mayGoOn = writer.takeFrom(body, allowance);
            more = mayGoOn && writer.position() == upload.length() && body.read(new byte[1], 0, 1) >= 0;
        } catch (Ended end) {
            // All announced bytes are here: that the connection broke behind them does not matter.
            ended = writer.position() == upload.length() && end.why() != Why.TAKEN_OVER ? null : end;
        }
        if (ended != null && ended.why() == Why.TAKEN_OVER) {
            return new Appending.Busy();
        }
        if (check != null) {
            long unchanged = flow.upload().storedBytes();
            if (ended != null) {
                return ended(ended, unchanged);
            }
            if (!mayGoOn || more) {
                return beyond(upload, allowance, unchanged);
            }
            if (!check.matches()) {
                return new Appending.ChecksumMismatch(unchanged);
            }
        }
        writer.keep();
        long stored = flow.upload().storedBytes();
        if (ended != null) {
            return ended(ended, stored);
        }
        if (!mayGoOn || more) {
            return beyond(upload, allowance, stored);
        }
        return new Appending.Stored(stored, flow.upload().complete());
    }

    private static Appending ended(Ended ended, long stored) {
        return ended.why() == Why.TOO_SLOW
                ? new Appending.TooSlow(stored)
                : new Appending.CutOff(stored, ended.reason());
    }

    private Appending beyond(Upload upload, Allowance allowance, long stored) {
        return allowance
                .refusal()
                .<Appending>map(why -> new Appending.OverQuota(stored, why))
                .orElseGet(() -> new Appending.TooLong(
                        upload.lengthKnown()
                                ? upload.length()
                                : settings.maxUploadSize().toBytes()));
    }
}
