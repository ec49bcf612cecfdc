package dev.tenure.model;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.MeetingId;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.model.Command.Arrival;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.retention.policy.Choices;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Items and objects of theirs that come. */
final class Arrivals {

    /** A recording ended that long before it is there. */
    private static final Duration AGO = Duration.ofHours(1);

    private static final Set<ItemState> LIVING =
            EnumSet.of(ItemState.RECEIVING, ItemState.STORED, ItemState.READY, ItemState.QUARANTINED);

    private static final byte[] BYTES = new byte[40];

    private final Ground ground;
    private final Expectation expected;
    private int written;

    Arrivals(Ground ground, Expectation expected) {
        this.ground = ground;
        this.expected = expected;
    }

    void ingest(Command.Ingest ingest) {
        if (expected.item(ingest.item()).isPresent()) {
            return;
        }
        Instant anchor = anchor(ingest);
        if (!(ground.the(Choices.class).choose(expected.account, ingest.period(), anchorOr(anchor))
                instanceof Choices.Chosen chosen)) {
            return;
        }
        Items items = ground.the(Items.class);
        NewItem wish = new NewItem(
                expected.account,
                meeting(ingest.meeting()),
                ItemKind.RECORDING,
                anchor,
                chosen.retentionClass(),
                null,
                null,
                "talk.webm");
        Item item = items.announce(wish, items.freshKey(expected.account), Subject.ACTOR);
        for (int i = 0; i < ingest.objects(); i++) {
            write(item);
        }
        if (ingest.arrival() == Arrival.QUARANTINED) {
            items.move(item.id(), ItemState.RECEIVING, ItemState.QUARANTINED, Subject.ACTOR, "no notice");
            return;
        }
        items.move(item.id(), ItemState.RECEIVING, ItemState.STORED, Subject.ACTOR, null);
        items.move(item.id(), ItemState.STORED, ItemState.READY, Subject.ACTOR, null);
    }

    /** What is there of it, however far it came. */
    void arrived(Command.Ingest ingest) {
        if (expected.item(ingest.item()).isPresent()) {
            return;
        }
        newest().ifPresent(item -> {
            Kept kept = new Kept(ingest.item(), item.id(), ingest.meeting(), item.anchor());
            kept.state = item.state();
            kept.events.add(new Terms.Born(expected.rules, ingest.period()));
            expected.add(kept);
        });
    }

    private Optional<Item> newest() {
        return ground.the(Items.class).page(expected.account, null, null, 1).stream()
                .filter(item -> expected.item(item.id()).isEmpty())
                .findFirst();
    }

    private @Nullable Instant anchor(Command.Ingest ingest) {
        return ingest.arrival() == Arrival.WITHOUT_END
                ? null
                : ground.trueTime().minus(AGO).truncatedTo(ChronoUnit.SECONDS);
    }

    private Instant anchorOr(@Nullable Instant anchor) {
        return anchor == null ? ground.trueTime() : anchor;
    }

    private MeetingId meeting(int number) {
        Instant began = Instant.parse("2026-02-01T08:00:00Z");
        return ground.the(Meetings.class)
                .register(
                        expected.account,
                        new NewMeeting(
                                HeldCase.meeting(number),
                                "Weekly",
                                began,
                                began.plusSeconds(3600),
                                Rules.ZONE,
                                HeldCase.host(number),
                                List.of(new Meeting.Participant("Ada", "ada@example.org"))))
                .id();
    }

    /** One more object of an item that may be anything by now. */
    void another(Kept item) {
        ground.the(Items.class).find(item.id).ifPresent(this::write);
    }

    private void write(Item item) {
        StoredObjects objects = ground.the(StoredObjects.class);
        Optional<StoredObject> announced = objects.announce(
                item.id(),
                LIVING,
                ObjectRole.SOURCE,
                "1",
                "part-" + ++written,
                SealedLayout.partSizeFor(BYTES.length),
                "video/mp4");
        if (announced.isEmpty()) {
            return;
        }
        StoredObject.Facts facts;
        try {
            facts = ground.the(ItemBytes.class)
                    .write(announced.get(), new ByteArrayInputStream(BYTES), ObjectTags.none());
        } catch (IOException e) {
            throw new IllegalStateException("memory could not be read", e);
        }
        ground.the(TransactionTemplate.class).executeWithoutResult(status -> {
            objects.complete(announced.get().id(), facts);
            objects.publish(List.of(announced.get().id()));
        });
    }
}
