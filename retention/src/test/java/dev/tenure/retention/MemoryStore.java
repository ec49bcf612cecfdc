package dev.tenure.retention;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.DeleteOutcome;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.MultipartUpload;
import dev.tenure.objectstore.ObjectFacts;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.StoredPart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A versioned bucket in memory: every version and delete marker is a line, the newest last; some keys can be made to refuse deletion. */
public final class MemoryStore implements ObjectStore {

    private final List<Line> lines = new ArrayList<>();
    private final Map<MultipartUpload, Map<Integer, byte[]>> uploads = new HashMap<>();
    private final Map<ObjectKey, ObjectTags> tags = new HashMap<>();
    private final Set<ObjectKey> locked = new HashSet<>();
    private final List<Integer> batches = new ArrayList<>();
    private Runnable beforeLoss = () -> {};
    private int names;

    private record Line(ObjectVersion version, ByteBuffer bytes) {}

    /** Makes the store refuse to delete the key's versions, as a lock in the bucket does. */
    public synchronized void lock(ObjectKey key) {
        locked.add(key);
    }

    public synchronized void unlockAll() {
        locked.clear();
    }

    /** Runs whenever something is about to be lost: an abort or a batch of deletions. */
    public synchronized void beforeLoss(Runnable observer) {
        beforeLoss = observer;
    }

    /** How many versions each batch of deletions had since the last call of this. */
    public synchronized List<Integer> batches() {
        List<Integer> seen = List.copyOf(batches);
        batches.clear();
        return seen;
    }

    /** Hides the key behind a delete marker. */
    public synchronized ObjectVersion mark(ObjectKey key) {
        return add(key, new byte[0], true);
    }

    private ObjectVersion add(ObjectKey key, byte[] bytes, boolean marker) {
        ObjectVersion version = new ObjectVersion(key, "v" + ++names, bytes.length, marker);
        lines.add(new Line(version, ByteBuffer.wrap(bytes.clone())));
        return version;
    }

    private Line current(ObjectKey key) {
        return lines.stream()
                .filter(line -> line.version().key().equals(key))
                .reduce((earlier, later) -> later)
                .filter(line -> !line.version().deleteMarker())
                .orElseThrow(() -> new ObjectNotFound("no object " + key, null));
    }

    @Override
    public String bucket() {
        return "memory";
    }

    @Override
    public synchronized ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags with) {
        tags.put(key, with);
        return add(key, bytes, false);
    }

    @Override
    public synchronized MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags with) {
        MultipartUpload upload = new MultipartUpload(key, "u" + ++names);
        uploads.put(upload, new HashMap<>());
        tags.put(key, with);
        return upload;
    }

    @Override
    public synchronized StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
        parts(upload).put(number, bytes.clone());
        return new StoredPart(number, "e" + ++names, bytes.length);
    }

    private Map<Integer, byte[]> parts(MultipartUpload upload) {
        Map<Integer, byte[]> parts = uploads.get(upload);
        if (parts == null) {
            throw new ObjectNotFound("no upload " + upload, null);
        }
        return parts;
    }

    @Override
    public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
        Map<Integer, byte[]> kept = parts(upload);
        int size = parts.stream().mapToInt(part -> (int) part.size()).sum();
        byte[] whole = new byte[size];
        int at = 0;
        for (StoredPart part : parts) {
            byte[] bytes = kept.getOrDefault(part.number(), new byte[0]);
            System.arraycopy(bytes, 0, whole, at, bytes.length);
            at += bytes.length;
        }
        uploads.remove(upload);
        return add(upload.key(), whole, false);
    }

    @Override
    public synchronized List<StoredPart> listParts(MultipartUpload upload) {
        return parts(upload).entrySet().stream()
                .map(part -> new StoredPart(part.getKey(), "e" + part.getKey(), part.getValue().length))
                .sorted(java.util.Comparator.comparingInt(StoredPart::number))
                .toList();
    }

    @Override
    public synchronized void abortUpload(MultipartUpload upload) {
        beforeLoss.run();
        uploads.remove(upload);
    }

    @Override
    public synchronized List<MultipartUpload> listUploads(KeyPrefix prefix) {
        return uploads.keySet().stream()
                .filter(upload -> prefix.covers(upload.key()))
                .toList();
    }

    @Override
    public synchronized Optional<ObjectFacts> facts(ObjectKey key) {
        try {
            ObjectVersion version = current(key).version();
            return Optional.of(new ObjectFacts(key, version.versionId(), version.size()));
        } catch (ObjectNotFound none) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized InputStream open(ObjectKey key, ByteRange range) {
        return new ByteArrayInputStream(current(key).bytes().array(), (int) range.first(), (int) range.length());
    }

    @Override
    public synchronized ObjectTags tags(ObjectKey key) {
        current(key);
        return tags.getOrDefault(key, ObjectTags.none());
    }

    @Override
    public synchronized void retag(ObjectKey key, ObjectTags with) {
        current(key);
        tags.put(key, with);
    }

    @Override
    public synchronized List<ObjectVersion> listVersions(KeyPrefix prefix) {
        return lines.stream()
                .map(Line::version)
                .filter(version -> prefix.covers(version.key()))
                .toList();
    }

    @Override
    public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        beforeLoss.run();
        if (versions.size() > MAX_DELETE_BATCH) {
            throw new IllegalArgumentException("more than " + MAX_DELETE_BATCH + " versions at once");
        }
        batches.add(versions.size());
        List<ObjectVersion> deleted = new ArrayList<>();
        List<DeleteOutcome.Refusal> refused = new ArrayList<>();
        for (ObjectVersion version : versions) {
            if (locked.contains(version.key())) {
                refused.add(new DeleteOutcome.Refusal(version, "AccessDenied", "the version is locked"));
            } else {
                deleted.add(version);
            }
        }
        Set<ObjectVersion> gone = new HashSet<>(deleted);
        lines.removeIf(line -> gone.contains(line.version()));
        return new DeleteOutcome(deleted, refused);
    }

    @Override
    public void ensureBucket() {}
}
