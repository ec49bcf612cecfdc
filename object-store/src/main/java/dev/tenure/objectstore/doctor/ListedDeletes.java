package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.util.List;

/** What was deleted is in no later listing. */
final class ListedDeletes implements Probe {

    @Override
    public String behaviour() {
        return "listing after deletes";
    }

    @Override
    public Observation observe(Room room) {
        ObjectStore store = room.store();
        int rounds = room.examination().effort().listings();
        long listed = Rounds.count(rounds, round -> {
            KeyPrefix folder = new KeyPrefix(room.folder() + "round-" + round + "/");
            ObjectVersion put = store.put(folder.key("object"), new byte[1], Room.TYPE, ObjectTags.none());
            store.deleteVersions(List.of(put));
            return !store.listVersions(folder).isEmpty();
        });
        return listed == 0
                ? Observation.good("what was deleted is not listed, " + rounds + " times of as many")
                : Observation.of(
                        Verdict.DIFFERENT,
                        listed + " of " + rounds + " objects were listed after they were deleted",
                        "the proof of a destruction waits until the listing has caught up");
    }
}
