package dev.tenure.objectstore.doctor;

import dev.tenure.objectstore.ObjectKey;

/** Who signs nothing is refused. */
final class UnsignedRequests implements Probe {

    @Override
    public String behaviour() {
        return "unsigned requests";
    }

    @Override
    public Observation observe(Room room) {
        ObjectKey key = room.put("private").key();
        return Signatures.admits(room.examination().openUnsigned(), key)
                ? Exposure.of(room, "a stranger can read objects")
                : Observation.good("refused");
    }
}
