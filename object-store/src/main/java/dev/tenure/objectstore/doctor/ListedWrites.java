package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;

/** What was written is in the very next listing; a listing that lags would certify as gone what is there. */
final class ListedWrites implements Probe {

    @Override
    public String behaviour() {
        return "listing after writes";
    }

    @Override
    public Observation observe(Room room) {
        // The plain listing: whether versions are listed at all is not known yet.
        ObjectStore store = room.storeWith(now -> now.withVersions(false));
        int rounds = room.examination().effort().listings();
        long missed = Rounds.count(rounds, round -> {
            KeyPrefix folder = new KeyPrefix(room.folder() + "round-" + round + "/");
            ObjectVersion put = store.put(folder.key("object"), new byte[1], Room.TYPE, ObjectTags.none());
            return store.listVersions(folder).stream()
                    .noneMatch(listed -> listed.key().equals(put.key()));
        });
        return missed == 0
                ? Observation.good("what was written is listed at once, " + rounds + " times of as many")
                : Observation.of(
                        Verdict.BAD,
                        missed + " of " + rounds + " objects were not listed right after they were written",
                        "no listing proves that something is gone; nothing else was tried");
    }
}
