package dev.tenure.objectstore.strict;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All versions of all keys, and what is left to know of deleted ones. Used under the bucket's lock. */
final class Versions {

    /** How S3 spells the version of an object in a bucket that keeps none. */
    static final String NULL = "null";

    /** S3 lists keys in the order of their UTF-8 bytes. */
    static final Comparator<String> KEY_ORDER = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private record Dead(StoredVersion version, long died) {}

    private final History history;
    /** Of each key the oldest first. */
    private final TreeMap<String, List<StoredVersion>> living = new TreeMap<>(KEY_ORDER);

    /** In the order of their deletion. */
    private final List<Dead> dead = new ArrayList<>();

    private final Map<String, Long> births = new HashMap<>();

    Versions(History history) {
        this.history = history;
    }

    /** Writes a version of its own, or the one that takes the place of the version {@code null}. */
    StoredVersion add(String key, Content content, Description description, boolean marker, boolean ownId) {
        long born = history.change();
        String id = ownId ? "v" + born : NULL;
        if (!ownId) {
            find(key, NULL).ifPresent(old -> bury(old, born));
        }
        StoredVersion version = new StoredVersion(key, id, marker, content, description, history.now(), born);
        living.computeIfAbsent(key, absent -> new ArrayList<>()).add(version);
        births.put(id, born);
        return version;
    }

    void remove(StoredVersion version) {
        bury(version, history.change());
    }

    private void bury(StoredVersion version, long died) {
        List<StoredVersion> versions = of(version.key());
        versions.removeIf(one -> one.born() == version.born());
        if (versions.isEmpty()) {
            living.remove(version.key());
        }
        dead.add(new Dead(version.withoutContent(), died));
    }

    void describe(StoredVersion version, Description description) {
        of(version.key()).replaceAll(one -> one.born() == version.born() ? one.described(description) : one);
    }

    private List<StoredVersion> of(String key) {
        return living.getOrDefault(key, new ArrayList<>());
    }

    Optional<StoredVersion> find(String key, String id) {
        return of(key).stream().filter(version -> version.id().equals(id)).findFirst();
    }

    /** The newest, be it a marker. */
    Optional<StoredVersion> newest(String key) {
        List<StoredVersion> versions = of(key);
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    boolean isEmpty() {
        return living.isEmpty();
    }

    /** Versions under the prefix in the order of S3: by key, the newest first; as they were after a change. */
    List<Listed> listed(String prefix, long shown) {
        Stream<StoredVersion> still = living.tailMap(prefix, true).entrySet().stream()
                .takeWhile(versions -> versions.getKey().startsWith(prefix))
                .flatMap(versions -> versions.getValue().stream());
        Stream<StoredVersion> gone = dead.reversed().stream()
                .takeWhile(one -> one.died > shown)
                .map(Dead::version)
                .filter(version -> version.key().startsWith(prefix));
        List<StoredVersion> sorted = Stream.concat(still, gone)
                .filter(version -> version.born() <= shown)
                .sorted(Comparator.comparing(StoredVersion::key, KEY_ORDER)
                        .thenComparing(
                                Comparator.comparingLong(StoredVersion::born).reversed()))
                .toList();
        List<Listed> listed = new ArrayList<>();
        for (StoredVersion version : sorted) {
            boolean latest =
                    listed.isEmpty() || !listed.getLast().version().key().equals(version.key());
            listed.add(new Listed(version, latest));
        }
        return listed;
    }

    /** When the version with this id was written, also if it is gone. */
    long born(String id) {
        Long born = births.get(id);
        if (born == null) {
            throw S3Refusal.invalid("Invalid version id specified");
        }
        return born;
    }
}
