package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.StoreFeatures;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** HeadObject, GetObject, ListObjectsV2 and DeleteObject, and nothing that an owner would not expect. */
final class S3ForeignBucket implements ForeignBucket {

    private final S3Clients clients;
    private final String name;

    S3ForeignBucket(S3Clients clients, String name) {
        this.clients = clients;
        this.name = name;
    }

    /** Nothing was found out about its server, so it is asked in the oldest way. */
    private S3Client client() {
        return clients.speaking(StoreFeatures.assumed());
    }

    @Override
    public Page list(String prefix, @Nullable String after) {
        ListObjectsV2Response page = S3Failures.looking(
                "list",
                "a source's bucket",
                () -> client().listObjectsV2(request -> request.bucket(name)
                        .prefix(prefix)
                        .encodingType(EncodingType.URL)
                        .startAfter(after)));
        List<Entry> entries = page.contents().stream()
                .map(object -> new Entry(object.key(), object.size(), etag(object.eTag()), object.lastModified()))
                .toList();
        boolean more = Boolean.TRUE.equals(page.isTruncated()) && !entries.isEmpty();
        return new Page(entries, more ? entries.getLast().key() : null);
    }

    @Override
    public Optional<Facts> facts(String key) {
        try {
            HeadObjectResponse head = S3Failures.looking(
                    "look at",
                    ObjectKey.listed(key),
                    () -> client().headObject(request -> request.bucket(name).key(key)));
            return Optional.of(new Facts(head.contentLength(), etag(head.eTag()), head.versionId()));
        } catch (ObjectNotFound absent) {
            return Optional.empty();
        }
    }

    @Override
    public InputStream open(String key, Facts facts, long from) {
        ObjectKey named = ObjectKey.listed(key);
        if (from >= facts.size()) {
            return InputStream.nullInputStream();
        }
        ResponseInputStream<GetObjectResponse> response = S3Failures.looking(
                "open",
                named,
                () -> client().getObject(
                                request -> request.bucket(name).key(key).range("bytes=" + from + "-")));
        // Compared here, because not every server knows conditions.
        long expected = facts.size() - from;
        if (!facts.etag().equals(etag(response.response().eTag()))
                || !Objects.equals(response.response().contentLength(), expected)) {
            response.abort();
            throw new ObjectNotFound("the content of " + named + " was replaced", null);
        }
        return new ObjectStream(named, response);
    }

    @Override
    public boolean delete(String key, Facts facts) {
        if (facts.versionId() == null && !facts(key).filter(facts::equals).isPresent()) {
            return false;
        }
        S3Failures.changing(
                "delete",
                ObjectKey.listed(key),
                () -> client().deleteObject(
                                request -> request.bucket(name).key(key).versionId(facts.versionId())));
        return true;
    }

    private static String etag(@Nullable String etag) {
        return etag == null ? "" : etag.replace("\"", "");
    }

    @Override
    public void close() {
        clients.close();
    }
}
