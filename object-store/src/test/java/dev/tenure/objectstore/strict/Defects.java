package dev.tenure.objectstore.strict;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with a server right now. */
public final class Defects {

    private final Set<Defect> present = Collections.synchronizedSet(EnumSet.noneOf(Defect.class));
    private volatile @Nullable Duration listingLag;

    public void add(Defect defect) {
        present.add(defect);
    }

    public void remove(Defect defect) {
        present.remove(defect);
    }

    /** Makes the server right again. */
    public void clear() {
        present.clear();
        listingLag = null;
    }

    public boolean has(Defect defect) {
        return present.contains(defect);
    }

    /** Listings show the state of this long ago, by the server's clock, instead of that before the last change. */
    public void listingLag(Duration lag) {
        listingLag = lag;
        add(Defect.STALE_LISTS);
    }

    @Nullable
    Duration lag() {
        return listingLag;
    }
}
