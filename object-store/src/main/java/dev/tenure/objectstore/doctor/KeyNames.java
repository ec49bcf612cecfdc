package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Keys come back from a listing as they were written: ours, and those that somebody else may have put there. */
final class KeyNames implements Probe {

    private static final List<String> OURS = List.of(
            "0193/source/1/tail-8388608", "0193/rendition/2/video.mp4", "a.b-c_d", "a.b-c_d.e", "-dash/_under/0.0");
    private static final List<String> FOREIGN =
            List.of("Übersicht 1+2=3 & 100%.txt", "a%20b%2Fc", "two//slashes", "quote\"<tag>'s");

    @Override
    public String behaviour() {
        return "keys";
    }

    @Override
    public Observation observe(Room room) {
        KeyPrefix ours = new KeyPrefix(room.folder() + "ours/");
        List<ObjectVersion> put = OURS.stream()
                .map(name -> room.store().put(ours.key(name), new byte[1], Room.TYPE, ObjectTags.none()))
                .toList();
        if (!new HashSet<>(room.store().listVersions(ours)).equals(Set.copyOf(put))) {
            return Observation.of(
                    Verdict.BAD, "keys of our own do not come back as written", "nothing can be found again here");
        }
        KeyPrefix foreign = new KeyPrefix(room.folder() + "foreign/");
        List<String> odd = FOREIGN.stream()
                .filter(name -> !comesBack(room.store(), foreign, ObjectKey.listed(foreign + name)))
                .toList();
        return odd.isEmpty()
                ? Observation.good("ours and others come back as written")
                : Observation.of(
                        Verdict.DIFFERENT,
                        "ours come back as written, but not: "
                                + String.join("  ", odd).replaceAll("[^\\x20-\\x7e]", "?"),
                        "none for Tenure's keys; what others wrote under odd names may not be found");
    }

    private static boolean comesBack(ObjectStore store, KeyPrefix folder, ObjectKey key) {
        try {
            ObjectVersion put = store.put(key, new byte[1], Room.TYPE, ObjectTags.none());
            return store.listVersions(folder).contains(put)
                    && store.deleteVersions(List.of(put)).refused().isEmpty()
                    && store.listVersions(folder).isEmpty();
        } catch (ObjectStoreException refused) {
            if (refused.worthRetrying()) {
                throw refused;
            }
            return false;
        }
    }
}
