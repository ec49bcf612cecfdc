package dev.tenure.storageapi.items;

import dev.tenure.catalog.ItemId;
import dev.tenure.ingest.companion.Companions;
import dev.tenure.ingest.inspect.Inspections;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What the stages have found in the bytes of items. */
@Component
class ItemContents {

    private final Inspections inspections;
    private final Companions companions;

    ItemContents(Inspections inspections, Companions companions) {
        this.inspections = inspections;
        this.companions = companions;
    }

    @Nullable
    ContentView of(ItemId item) {
        ContentView.WordsView words =
                companions.factsOf(item).map(ContentView.WordsView::of).orElse(null);
        ContentView.TextView text =
                companions.textOf(item).map(ContentView.TextView::of).orElse(null);
        ContentView.InspectionView inspection =
                inspections.of(item).map(ContentView.InspectionView::of).orElse(null);
        return inspection == null ? null : new ContentView(inspection, words, text);
    }
}
