package dev.tenure.objectstore;

import dev.tenure.objectstore.strict.Condition;
import dev.tenure.objectstore.strict.Content;
import dev.tenure.objectstore.strict.Description;
import dev.tenure.objectstore.strict.OpenUpload;
import dev.tenure.objectstore.strict.OpenUpload.NamedPart;
import dev.tenure.objectstore.strict.OpenUpload.SentPart;
import dev.tenure.objectstore.strict.Operation;
import dev.tenure.objectstore.strict.Page;
import dev.tenure.objectstore.strict.StrictBucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The multipart uploads of a bucket in memory. */
final class InMemoryUploads {

    private final StrictBucket bucket;
    private final StoreFaults calls;

    InMemoryUploads(StrictBucket bucket, StoreFaults calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    MultipartUpload begin(ObjectKey key, String contentType, ObjectTags tags) {
        return calls.call(
                Operation.CREATE_MULTIPART_UPLOAD,
                () -> named(bucket.begin(key.value(), Description.of(contentType, tags.values()))));
    }

    private static MultipartUpload named(OpenUpload open) {
        return new MultipartUpload(ObjectKey.listed(open.key()), open.id());
    }

    StoredPart part(MultipartUpload upload, int number, byte[] bytes) {
        return calls.call(
                Operation.UPLOAD_PART,
                () -> named(bucket.send(upload.key().value(), upload.uploadId(), number, Content.of(bytes.clone()))));
    }

    private static StoredPart named(SentPart sent) {
        return new StoredPart(
                sent.number(), sent.content().etag(), sent.content().size());
    }

    ObjectVersion complete(MultipartUpload upload, List<StoredPart> parts) {
        List<NamedPart> named = parts.stream()
                .map(part -> new NamedPart(part.number(), part.etag()))
                .toList();
        return calls.call(
                Operation.COMPLETE_MULTIPART_UPLOAD,
                () -> InMemoryObjectStore.version(
                        bucket.complete(upload.key().value(), upload.uploadId(), named, Condition.ALWAYS)));
    }

    List<StoredPart> parts(MultipartUpload upload) {
        return calls.call(
                Operation.LIST_PARTS,
                () -> bucket.upload(upload.key().value(), upload.uploadId()).parts().values().stream()
                        .map(InMemoryUploads::named)
                        .toList());
    }

    void abort(MultipartUpload upload) {
        try {
            calls.call(Operation.ABORT_MULTIPART_UPLOAD, () -> {
                bucket.abort(upload.key().value(), upload.uploadId());
                return upload;
            });
        } catch (ObjectNotFound gone) {
            // Somebody aborted or completed it before: what was asked for is true.
        }
    }

    List<MultipartUpload> under(String prefix) {
        List<MultipartUpload> found = new ArrayList<>();
        Optional<ListingMark> next = Optional.of(ListingMark.START);
        while (next.isPresent()) {
            Listing<MultipartUpload> page = page(prefix, next.get());
            found.addAll(page.entries());
            next = page.next();
        }
        return found;
    }

    Listing<MultipartUpload> page(String prefix, ListingMark after) {
        return calls.call(Operation.LIST_MULTIPART_UPLOADS, () -> {
            Page<OpenUpload> page = bucket.uploads(prefix, after.key(), after.id(), Page.MAX);
            List<MultipartUpload> found =
                    page.entries().stream().map(InMemoryUploads::named).toList();
            return new Listing<>(found, page.truncated() ? Optional.of(mark(found.getLast())) : Optional.empty());
        });
    }

    private static ListingMark mark(MultipartUpload last) {
        return new ListingMark(last.key().value(), last.uploadId());
    }
}
