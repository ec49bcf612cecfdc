package dev.tenure.storageapi.playback;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.processing.Phase;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.catalog.processing.Processings;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Which originals a browser is given to play while nothing has been made of them. */
@Component
class Originals {

    /** Not what was given up: a decoder that would not take it said that something is wrong with it. That is a download only. */
    private static final Set<Phase> BELIEVED = EnumSet.of(Phase.WAITING, Phase.RUNNING, Phase.CANCELLED);

    private final StoredObjects objects;
    private final Processings processings;

    Originals(StoredObjects objects, Processings processings) {
        this.objects = objects;
        this.processings = processings;
    }

    boolean play(Item item) {
        return item.state() == ItemState.STORED
                && processings
                        .find(item.id())
                        .map(Processing::phase)
                        .filter(BELIEVED::contains)
                        .isPresent()
                && PlayPage.playsOriginal(objects.visible(item.id()));
    }
}
