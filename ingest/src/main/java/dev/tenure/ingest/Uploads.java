package dev.tenure.ingest;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Resumable uploads: announced once, filled by any number of requests, finished by themselves. */
public final class Uploads {

    private final JdbcUploads uploads;
    private final JdbcJoins joins;
    private final Announcing announcing;
    private final Receiving receiving;
    private final Joining joining;
    private final Reaping reaping;
    private final IngestSettings settings;

    Uploads(
            JdbcUploads uploads,
            JdbcJoins joins,
            Announcing announcing,
            Receiving receiving,
            Joining joining,
            Reaping reaping,
            IngestSettings settings) {
        this.uploads = uploads;
        this.joins = joins;
        this.announcing = announcing;
        this.receiving = receiving;
        this.joining = joining;
        this.reaping = reaping;
        this.settings = settings;
    }

    /** The largest upload taken, in bytes. */
    public long maxSize() {
        return settings.maxUploadSize().toBytes();
    }

    /**
     * Announces an upload: its meeting, notice, evidence, item, key and object exist from now on, all or none of them.
     *
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot wrap a key now; nothing is kept
     */
    public Creation create(NewUpload wish) {
        return create(wish, upload -> {});
    }

    /**
     * As {@link #create(NewUpload)}, and writes in the same transaction what else is to be true with it.
     *
     * @param alongside called with the upload inside the transaction; when it throws, nothing is announced
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot wrap a key now; nothing is kept
     */
    public Creation create(NewUpload wish, Consumer<Upload> alongside) {
        return announcing.single(wish, alongside);
    }

    /**
     * As {@link #create(NewUpload, Consumer)}, for what is fetched from a place that may not keep it. The account's refusal of recordings without
     * evidence of a notice does not hold here: they come, and wait in quarantine.
     *
     * @param alongside as there
     */
    public Creation createFetched(NewUpload wish, Consumer<Upload> alongside) {
        return announcing.fetched(wish, alongside);
    }

    /**
     * Announces an upload that is no item until it is joined with others.
     *
     * @param length bytes that will come, or {@link NewUpload#UNKNOWN_LENGTH}
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot wrap a key now; nothing is kept
     */
    public Creation createPartial(AccountId account, long length) {
        return announcing.partial(account, length);
    }

    /**
     * Announces an upload that is put together out of complete partial ones, in this order, and begins to do so beside the caller. Once this returns,
     * it happens, whatever dies. Until then its item is RECEIVING.
     *
     * @param wish its length is ignored
     * @throws dev.tenure.objectstore.sealing.KeyUnavailable when the vault cannot wrap a key now; nothing is kept
     */
    public Creation join(NewUpload wish, List<UploadId> parts) {
        Creation outcome = announcing.joined(wish, parts);
        if (outcome instanceof Creation.Created(Upload upload)) {
            joining.begin(upload.id());
        }
        return outcome;
    }

    /** The account's upload, whatever became of it; a foreign one is not found. */
    public Optional<Upload> find(AccountId account, UploadId id) {
        return uploads.find(account, id);
    }

    /** What an upload is put together of, in its order; of one that is not, nothing. */
    public List<UploadId> parts(Upload upload) {
        return joins.parts(upload.id()).stream().map(Upload::id).toList();
    }

    /**
     * Takes bytes. Every byte counted in the answer is stored and survives any crash; bytes lost with the connection are simply asked for
     * again. The stream is read to its end or to the announced length, never beyond.
     */
    public Appending append(AccountId account, UploadId id, Portion portion, InputStream bytes) {
        return receiving.append(account, id, portion, bytes);
    }

    /** Goes on with what a crash, or a failure, left between a client's last request and the item: joins, and lengths that were told late. */
    public void goOn(int page) {
        joining.joinPending(page);
        receiving.sealTails(page);
    }

    /**
     * Gives an unfinished upload up: its item is rejected, its key destroyed, its bytes are deleted. Once this says that it is done, that happens,
     * whatever dies. An item that is whole, or held, stays.
     */
    public Termination terminate(AccountId account, UploadId id, Actor actor) {
        return reaping.terminate(account, id, actor);
    }
}
