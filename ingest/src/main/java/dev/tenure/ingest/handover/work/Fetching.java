package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.Secrets;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.Appending;
import dev.tenure.ingest.Creation;
import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.Portion;
import dev.tenure.ingest.Upload;
import dev.tenure.ingest.Uploads;
import dev.tenure.ingest.handover.Choosing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.work.Place.Facts;
import dev.tenure.ingest.handover.work.Place.Unfit;
import dev.tenure.objectstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fetches one file. Every step may be repeated: the upload is noted in the transaction that announces it, its bytes go on from where they stand, and
 * what was verified can be verified again.
 */
final class Fetching {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcHandOvers rows;
    private final Sources sources;
    private final Places places;
    private final Uploads uploads;
    private final StoredObjects objects;
    private final ItemBytes itemBytes;
    private final Choosing choosing;
    private final Secrets secrets;
    private final HandOverSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    Fetching(
            JdbcHandOvers rows,
            Sources sources,
            Places places,
            Uploads uploads,
            StoredObjects objects,
            ItemBytes itemBytes,
            Choosing choosing,
            Secrets secrets,
            HandOverSettings settings,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.rows = rows;
        this.sources = sources;
        this.places = places;
        this.uploads = uploads;
        this.objects = objects;
        this.itemBytes = itemBytes;
        this.choosing = choosing;
        this.secrets = secrets;
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** What a try came to. */
    sealed interface Outcome {

        /** It is here and verified. */
        record Arrived(boolean sourceDeleted) implements Outcome {}

        /**
         * Not yet.
         *
         * @param progress whether more of it is here than before, so that waiting may begin anew
         */
        record Later(String why, boolean progress) implements Outcome {}

        /** Never, as things stand. */
        record Never(String why) implements Outcome {}
    }

    static String purpose(SourceId source) {
        return "hand-over:" + source;
    }

    /** Tries. Network calls: outside any transaction. */
    Outcome fetch(Told.Claimed row) {
        Optional<Sources.Known> source = sources.known(row.source());
        if (source.isEmpty()) {
            return new Outcome.Never("its source is gone, or of a kind that is not known any more");
        }
        Optional<byte[]> sealed = rows.location(row);
        if (sealed.isEmpty()) {
            return new Outcome.Later("another worker took over", false);
        }
        Location location = JSON.readValue(secrets.open(purpose(row.source()), sealed.get()), Location.class);
        try (Place place = places.open(source.get(), location)) {
            return fetch(row, source.get().source(), place);
        } catch (Unfit unfit) {
            return new Outcome.Never(String.valueOf(unfit.getMessage()));
        } catch (IOException failure) {
            return new Outcome.Later(String.valueOf(failure.getMessage()), false);
        }
    }

    private Outcome fetch(Told.Claimed row, Source source, Place place) throws IOException {
        Facts facts = place.look();
        if (row.size() != null && row.size() != facts.size()) {
            return new Outcome.Later(
                    "the source says that it has " + row.size() + " bytes, and there are " + facts.size(), false);
        }
        Optional<Upload> begun = row.upload() == null || !facts.version().equals(row.version())
                ? Optional.empty()
                : uploads.find(source.account(), row.upload())
                        .filter(upload -> upload.length() == facts.size() && !upload.gone());
        Upload upload;
        if (begun.isPresent()) {
            upload = begun.get();
        } else {
            NewUpload wish;
            NewMeeting meeting = row.meeting().complete(source.zone(), source.host(), row.heardAt());
            switch (chosen(row, source, meeting)) {
                case Choosing.Chosen.Kept(NewUpload.RetentionFacts kept) ->
                    wish = wish(row, source, meeting, facts, kept);
                case Choosing.Chosen.Refused(String why) -> {
                    return new Outcome.Later(why, false);
                }
            }
            switch (uploads.createFetched(wish, announced -> noted(row, announced, facts))) {
                case Creation.Created(Upload announced) -> upload = announced;
                case Creation.Refused refused -> {
                    return refused(refused);
                }
            }
        }
        return transfer(row, source, place, facts, upload);
    }

    /** What a source asks for, it asks for all that it brings. Where rules forbid that for some of it they decide: what is refused would be lost. */
    private Choosing.Chosen chosen(Told.Claimed row, Source source, NewMeeting meeting) {
        Choosing.Chosen wanted =
                choosing.choose(source.account(), row.kind(), meeting.host(), source.retention(), anchor(row));
        return wanted instanceof Choosing.Chosen.Refused && source.retention() != null
                ? choosing.choose(source.account(), row.kind(), meeting.host(), null, anchor(row))
                : wanted;
    }

    private static Outcome refused(Creation.Refused refused) {
        boolean forGood = refused.reason() == Creation.Reason.TOO_LARGE
                || refused.reason() == Creation.Reason.EMPTY
                || refused.reason() == Creation.Reason.BAD_DESCRIPTION;
        return forGood ? new Outcome.Never(refused.explanation()) : new Outcome.Later(refused.explanation(), false);
    }

    private void noted(Told.Claimed row, Upload announced, Facts facts) {
        if (!rows.note(row, announced, facts.version())) {
            throw new IllegalStateException("another worker took over " + row.id());
        }
    }

    /** An item without an end waits for a person, whatever is chosen for it; until then the choice is made as from 1970. */
    private static Instant anchor(Told.Claimed row) {
        return row.recordedUntil() == null ? Instant.EPOCH : row.recordedUntil();
    }

    private static NewUpload wish(
            Told.Claimed row, Source source, NewMeeting meeting, Facts facts, NewUpload.RetentionFacts retention) {
        return new NewUpload(
                source.account(),
                Actor.system("source " + source.id()),
                meeting,
                row.kind(),
                row.fileName(),
                facts.size(),
                row.recordedUntil(),
                null,
                retention,
                null);
    }

    private Outcome transfer(Told.Claimed row, Source source, Place place, Facts facts, Upload upload)
            throws IOException {
        ContentHash theirs = null;
        long from = upload.storedBytes();
        if (!upload.complete()) {
            try (WatchedStream bytes = watched(row, place.open(facts, from))) {
                Appending outcome =
                        uploads.append(source.account(), upload.id(), Portion.at(from, facts.size() - from), bytes);
                if (!(outcome instanceof Appending.Stored stored) || !stored.complete()) {
                    return new Outcome.Later(why(outcome), bytes.count() > 0);
                }
                if (from == 0 && bytes.count() == facts.size()) {
                    theirs = ContentHash.of(bytes.digest().digest());
                }
            }
        } else if (!upload.finished()) {
            return new Outcome.Later("all bytes are here, and are being looked at", true);
        }
        return verify(row, source, place, facts, upload, theirs);
    }

    private WatchedStream watched(Told.Claimed row, InputStream bytes) {
        return new WatchedStream(
                bytes,
                sha256(),
                () -> rows.renew(row, clock.instant().plus(HandOverSettings.LEASE)),
                HandOverSettings.LEASE.dividedBy(3),
                settings.slowest().toBytes(),
                nanoTime);
    }

    private static String why(Appending outcome) {
        return outcome instanceof Appending.CutOff(long offset, IOException cause)
                ? "the transfer broke off at byte " + offset + ": " + cause.getMessage()
                : "the upload could not be carried on with: "
                        + outcome.getClass().getSimpleName();
    }

    /** Compares what is here with what is there; and only then lets go of it there, where the source is configured so. */
    private Outcome verify(
            Told.Claimed row, Source source, Place place, Facts facts, Upload upload, @Nullable ContentHash known)
            throws IOException {
        StoredObject here = objects.find(upload.object()).orElseThrow();
        StoredObject.Facts stored = here.facts();
        if (stored == null) {
            return new Outcome.Never("the item was given up before it was whole");
        }
        if (!place.look().equals(facts)) {
            return new Outcome.Later("the file was changed while it was fetched", false);
        }
        ContentHash theirs = known == null ? hash(watched(row, place.open(facts, 0))) : known;
        if (stored.size() != facts.size() || !stored.sha256().equals(theirs)) {
            return new Outcome.Never("item " + upload.item() + " does not hold the source's bytes: SHA-256 there is "
                    + theirs + ", here " + stored.sha256());
        }
        if (!source.deleteAfter()) {
            return new Outcome.Arrived(false);
        }
        // What the catalog says of the bytes is not enough to delete the only other copy.
        InputStream readBack = itemBytes.open(here).open(ByteRange.whole(stored.size()));
        if (!hash(watched(row, readBack)).equals(theirs)) {
            return new Outcome.Never("item " + upload.item() + " could not be read back as it was stored");
        }
        return new Outcome.Arrived(place.delete(facts));
    }

    private static ContentHash hash(WatchedStream bytes) throws IOException {
        try (bytes) {
            bytes.transferTo(OutputStream.nullOutputStream());
            return ContentHash.of(bytes.digest().digest());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
