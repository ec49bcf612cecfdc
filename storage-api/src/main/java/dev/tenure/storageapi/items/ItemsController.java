package dev.tenure.storageapi.items;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import dev.tenure.storageapi.trail.TrailPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Items: detail, and what happened to them. */
@RestController
@RequestMapping("/api/v1/items")
class ItemsController {

    private final AccountItems accountItems;
    private final Meetings meetings;
    private final Notices notices;
    private final Quarantine quarantine;
    private final StoredObjects objects;
    private final ItemBytes itemBytes;
    private final Trail trail;
    private final VersionTags tags;
    private final ItemContents contents;
    private final Readings readings;

    ItemsController(
            AccountItems accountItems,
            Meetings meetings,
            Notices notices,
            Quarantine quarantine,
            StoredObjects objects,
            ItemBytes itemBytes,
            Trail trail,
            VersionTags tags,
            ItemContents contents,
            Readings readings) {
        this.accountItems = accountItems;
        this.meetings = meetings;
        this.notices = notices;
        this.quarantine = quarantine;
        this.objects = objects;
        this.itemBytes = itemBytes;
        this.trail = trail;
        this.tags = tags;
        this.contents = contents;
        this.readings = readings;
    }

    @GetMapping("/{id}")
    ResponseEntity<ItemView> detail(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        ItemView view = view(item);
        return ResponseEntity.ok().eTag(tags.of(item.revision(), view)).body(view);
    }

    @GetMapping("/{id}/trail")
    TrailPage trail(Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        return TrailPage.of(trail.page(caller.account(), item.id(), TrailPage.after(after), TrailPage.SIZE));
    }

    /** What the item's manifest in the bucket says, opened. */
    @GetMapping(path = "/{id}/manifest", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] manifest(Caller caller, @PathVariable String id) throws IOException {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        SealedObject manifest = objects.manifest(item.id())
                .filter(written -> ItemLifecycle.readable(item.state()))
                .map(itemBytes::open)
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.NOT_FOUND,
                        "The item is " + item.state() + "; a manifest is written soon after it is complete."));
        readings.note(item.account(), item.id(), caller.actor(), Readings.Reading.MANIFEST);
        try (InputStream bytes = manifest.open(ByteRange.whole(manifest.size()))) {
            return bytes.readAllBytes();
        }
    }

    private ItemView view(Item item) {
        List<StoredObject> visible = ItemLifecycle.readable(item.state()) ? objects.visible(item.id()) : List.of();
        Notice notice = item.notice() == null
                ? null
                : notices.find(item.account(), item.notice()).orElse(null);
        Meeting meeting = meetings.find(item.account(), item.meeting()).orElseThrow();
        return ItemView.of(item, meeting, notice, quarantine.reasons(item.id()), contents.of(item.id()), visible);
    }
}
