package dev.tenure.objectstore;

import dev.tenure.objectstore.ObjectStoreException.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A versioned bucket in memory, as strict as the strictest real one. Can be tampered with. */
public final class InMemoryObjectStore implements ObjectStore {

    private static final int MIN_PART = 5 << 20;

    private final TreeMap<String, List<Stored>> objects = new TreeMap<>();
    private final Map<String, OpenUpload> uploads = new LinkedHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger openStreams = new AtomicInteger();
    private int names;

    private static final class Stored {
        private final ObjectVersion version;
        private final byte[] bytes;
        private final ObjectTags tags;

        Stored(ObjectVersion version, byte[] bytes, ObjectTags tags) {
            this.version = version;
            this.bytes = bytes;
            this.tags = tags;
        }
    }

    private static final class SentPart {
        private final StoredPart name;
        private final byte[] bytes;

        SentPart(StoredPart name, byte[] bytes) {
            this.name = name;
            this.bytes = bytes;
        }
    }

    private record OpenUpload(MultipartUpload name, ObjectTags tags, TreeMap<Integer, SentPart> parts) {}

    @Override
    public String bucket() {
        return "in-memory";
    }

    @Override
    public synchronized ObjectVersion put(ObjectKey key, byte[] bytes, String contentType, ObjectTags tags) {
        return add(key, bytes.clone(), tags, false);
    }

    private ObjectVersion add(ObjectKey key, byte[] bytes, ObjectTags tags, boolean marker) {
        ObjectVersion version = new ObjectVersion(key, "v" + ++names, bytes.length, marker);
        objects.computeIfAbsent(key.value(), absent -> new ArrayList<>()).add(new Stored(version, bytes, tags));
        return version;
    }

    @Override
    public synchronized MultipartUpload beginUpload(ObjectKey key, String contentType, ObjectTags tags) {
        MultipartUpload upload = new MultipartUpload(key, "u" + ++names);
        uploads.put(upload.uploadId(), new OpenUpload(upload, tags, new TreeMap<>()));
        return upload;
    }

    @Override
    public synchronized StoredPart uploadPart(MultipartUpload upload, int number, byte[] bytes) {
        StoredPart part = new StoredPart(number, "e" + ++names, bytes.length);
        known(upload).parts.put(number, new SentPart(part, bytes.clone()));
        return part;
    }

    private OpenUpload known(MultipartUpload upload) {
        OpenUpload open = uploads.get(upload.uploadId());
        if (open == null || !open.name.equals(upload)) {
            throw new ObjectNotFound("no such upload: " + upload, null);
        }
        return open;
    }

    @Override
    public synchronized ObjectVersion completeUpload(MultipartUpload upload, List<StoredPart> parts) {
        OpenUpload open = known(upload);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int before = 0;
        for (StoredPart part : parts) {
            SentPart sent = open.parts.get(part.number());
            if (sent == null || !sent.name.etag().equals(part.etag()) || part.number() <= before) {
                throw refused("InvalidPart", part);
            }
            if (sent.bytes.length < MIN_PART && !part.equals(parts.getLast())) {
                throw refused("EntityTooSmall", part);
            }
            whole.writeBytes(sent.bytes);
            before = part.number();
        }
        uploads.remove(upload.uploadId());
        return add(upload.key(), whole.toByteArray(), open.tags, false);
    }

    private static ObjectStoreException refused(String code, Object subject) {
        return new ObjectStoreException(Fault.REQUEST, code + ": " + subject, null);
    }

    @Override
    public synchronized List<StoredPart> listParts(MultipartUpload upload) {
        return known(upload).parts.values().stream().map(sent -> sent.name).toList();
    }

    @Override
    public synchronized void abortUpload(MultipartUpload upload) {
        uploads.remove(upload.uploadId());
    }

    @Override
    public synchronized List<MultipartUpload> listUploads(KeyPrefix prefix) {
        return uploads.values().stream()
                .map(OpenUpload::name)
                .filter(upload -> prefix.covers(upload.key()))
                .toList();
    }

    private @Nullable Stored current(ObjectKey key) {
        List<Stored> versions = objects.get(key.value());
        return versions == null || versions.getLast().version.deleteMarker() ? null : versions.getLast();
    }

    private Stored existing(ObjectKey key) {
        Stored stored = current(key);
        if (stored == null) {
            throw new ObjectNotFound("no such object: " + key, null);
        }
        return stored;
    }

    @Override
    public synchronized Optional<ObjectFacts> facts(ObjectKey key) {
        return Optional.ofNullable(current(key))
                .map(stored -> new ObjectFacts(key, stored.version.versionId(), stored.bytes.length));
    }

    @Override
    public synchronized InputStream open(ObjectKey key, ByteRange range) {
        if (range.length() == 0) {
            return InputStream.nullInputStream();
        }
        requests.incrementAndGet();
        byte[] bytes = existing(key).bytes;
        if (range.first() >= bytes.length) {
            throw refused("InvalidRange", range);
        }
        int first = (int) range.first();
        return new Body(bytes, first, (int) Math.min(bytes.length - first, range.length()));
    }

    private final class Body extends ByteArrayInputStream {

        private boolean closed;

        Body(byte[] bytes, int first, int length) {
            super(bytes, first, length);
            openStreams.incrementAndGet();
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (!closed) {
                closed = true;
                openStreams.decrementAndGet();
            }
        }
    }

    @Override
    public synchronized ObjectTags tags(ObjectKey key) {
        return existing(key).tags;
    }

    @Override
    public synchronized void retag(ObjectKey key, ObjectTags tags) {
        Stored old = existing(key);
        List<Stored> versions = objects.getOrDefault(key.value(), List.of());
        versions.set(versions.size() - 1, new Stored(old.version, old.bytes, tags));
    }

    @Override
    public synchronized List<ObjectVersion> listVersions(KeyPrefix prefix) {
        return objects.values().stream()
                .flatMap(versions -> versions.reversed().stream())
                .map(stored -> stored.version)
                .filter(version -> prefix.covers(version.key()))
                .toList();
    }

    @Override
    public synchronized DeleteOutcome deleteVersions(List<ObjectVersion> versions) {
        if (versions.size() > MAX_DELETE_BATCH) {
            throw new IllegalArgumentException("at most " + MAX_DELETE_BATCH + " versions at once");
        }
        versions.forEach(version -> {
            List<Stored> kept = objects.getOrDefault(version.key().value(), new ArrayList<>());
            kept.removeIf(stored -> stored.version.versionId().equals(version.versionId()));
            if (kept.isEmpty()) {
                objects.remove(version.key().value());
            }
        });
        return new DeleteOutcome(versions, List.of());
    }

    @Override
    public void ensureBucket() {
        // There is always this one.
    }

    /** Hides the object behind a delete marker, as a person with a console would. */
    public synchronized void hide(ObjectKey key) {
        add(key, new byte[0], ObjectTags.none(), true);
    }

    /** A copy of the current bytes. */
    public synchronized byte[] bytes(ObjectKey key) {
        return existing(key).bytes.clone();
    }

    /** Puts the first bytes of these as the object's current version. */
    public synchronized void tamper(ObjectKey key, byte[] bytes, int length) {
        add(key, Arrays.copyOf(bytes, length), ObjectTags.none(), false);
    }

    /** How many bodies were asked for since the last question. */
    public int takeRequests() {
        return requests.getAndSet(0);
    }

    /** Bodies not closed yet. */
    public int openStreams() {
        return openStreams.get();
    }
}
