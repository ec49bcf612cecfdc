package dev.tenure.storageapi.processing;

import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.processing.Processing;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import dev.tenure.transcode.job.Turns;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Shows as much of the processing of items as its reader may see. */
@Component
class ProcessingViews {

    private final Turns turns;

    ProcessingViews(Turns turns) {
        this.turns = turns;
    }

    List<ProcessingView> of(Caller caller, List<Processing> processings) {
        // What a tool said is for those who run the store, not for the host of one recording.
        boolean runsTheStore = caller.has(Scope.PROCESS) && caller.processesOnlyItemsOf() == null;
        Map<ItemId, Turns.Wait> waits = turns.waits(processings);
        return processings.stream()
                .map(each -> ProcessingView.of(each, waits.get(each.item()), runsTheStore))
                .toList();
    }
}
