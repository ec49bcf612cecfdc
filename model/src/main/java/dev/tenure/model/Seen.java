package dev.tenure.model;

/** What came about in histories: one in which nothing is ever destroyed shows nothing. */
final class Seen {

    private int destroyed;
    private int purged;
    private int deaths;
    private int keptByHolds;

    void destroyed() {
        destroyed++;
    }

    void purged() {
        purged++;
    }

    void died() {
        deaths++;
    }

    void keptByHold() {
        keptByHolds++;
    }

    @Override
    public String toString() {
        return "%,d items destroyed, %,d proven gone, %,d times one kept past its time by a hold, %,d deaths of the process"
                .formatted(destroyed, purged, keptByHolds, deaths);
    }

    int allDestroyed() {
        return destroyed;
    }

    int allPurged() {
        return purged;
    }

    int allDeaths() {
        return deaths;
    }

    int allKeptByHolds() {
        return keptByHolds;
    }
}
