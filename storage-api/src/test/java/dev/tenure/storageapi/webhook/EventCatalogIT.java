package dev.tenure.storageapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.Outbox;
import dev.tenure.retention.Grace;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.decision.Trash;
import dev.tenure.retention.expiry.ExpiryWarnings;
import dev.tenure.retention.hold.Holds;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.policy.Choices;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.storageapi.webhook.Receiver.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples of docs/events.md beside what a receiver really gets. */
@ExtendWith(WebhookWorld.Shared.class)
class EventCatalogIT {

    private static final Path CATALOG = Path.of("..", "docs", "events.md");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final WebhookWorld world;
    private final Items items;
    private final AccountId account;

    EventCatalogIT(WebhookWorld world) {
        this.world = world;
        this.items = world.the(Items.class);
        this.account = world.anAccount();
        world.the(RuleSets.class)
                .revise(
                        account,
                        new RuleSets.Wish(
                                BERLIN,
                                RuleSet.Range.OPEN,
                                RuleSet.Range.OPEN,
                                null,
                                Grace.ofDays(30),
                                Grace.ofDays(30)),
                        WebhookWorld.ACTOR);
    }

    @Test
    void everyEventIsInTheCatalogAndLooksAsItSaysThere() throws IOException {
        try (Receiver receiver = Receiver.answering(200)) {
            Webhook webhook = world.aWebhook(account, receiver.url()).webhook();
            live(webhook);
            Dispatcher worker = world.worker();
            worker.nudge();
            assertThat(worker.quiet(Duration.ofSeconds(60))).isTrue();
            Map<String, String> told = new TreeMap<>();
            receiver.messages().stream().map(Message::body).forEach(body -> told.put(type(body), shape(body)));
            assertThat(told.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(EventType.values()).map(EventType::word).toList());
            assertThat(examples()).isEqualTo(told);
        }
    }

    private static Map<String, String> examples() throws IOException {
        Map<String, String> examples = new TreeMap<>();
        List<String> lines = Files.readAllLines(CATALOG);
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"type\"")) {
                examples.put(type(lines.get(i)), shape(lines.get(i)));
                String title = lines.subList(0, i).reversed().stream()
                        .filter(line -> line.startsWith("### "))
                        .findFirst()
                        .orElseThrow();
                assertThat(title).isEqualTo("### " + type(lines.get(i)));
            }
        }
        return examples;
    }

    private static String type(String body) {
        JsonNode json = JsonMapper.shared().readTree(body);
        return json.get("type").asString();
    }

    /** Ids, times and reasons are others each time; everything else is the same, in the same order. */
    private static String shape(String body) {
        return body.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z\"", "\"TIME\"")
                .replaceAll("\"problem\":\"[^\"]+\"", "\"problem\":\"WHY\"");
    }

    /** Everything that can happen, by the code by which it happens. */
    private void live(Webhook webhook) {
        Item item = anItem();
        move(item, ItemState.RECEIVING, ItemState.STORED, null);
        move(item, ItemState.STORED, ItemState.READY, null);
        Trash trash = world.the(Trash.class);
        assertThat(trash.put(now(item), WebhookWorld.ACTOR)).isTrue();
        assertThat(trash.restore(now(item), WebhookWorld.ACTOR)).isTrue();
        assertThat(world.the(ExpiryWarnings.class).run()).isEqualTo(1);
        Holds holds = world.the(Holds.class);
        var placement =
                holds.place(account, new Matter("Case", "Court", "evidence"), List.of(item.id()), WebhookWorld.ACTOR);
        assertThat(holds.release(account, placement.hold(), "closed", WebhookWorld.ACTOR))
                .isEqualTo(Holds.Release.RELEASED);
        // What reviews append; that they do is tested where they live.
        world.the(Outbox.class)
                .append(
                        EventType.HOLD_REVIEW_DUE,
                        account,
                        Map.of("hold", placement.hold().toString(), "reviewOn", "2027-03-01"));
        // What fixity appends; that it does is tested where it lives.
        world.the(Outbox.class)
                .append(
                        EventType.ITEM_DAMAGED,
                        item.id(),
                        Map.of("object", "video.mp4", "damage", "DAMAGED", "problem", "it does not open"));
        move(item, ItemState.READY, ItemState.DESTROYING, null);
        // What the destroyer appends; that it does is tested where it lives.
        world.the(Outbox.class)
                .append(EventType.ITEM_DESTRUCTION_FAILED, item.id(), Map.of("problem", "the store is away"));
        move(item, ItemState.DESTROYING, ItemState.PURGED, null);

        move(anItem(), ItemState.RECEIVING, ItemState.QUARANTINED, "no end");
        Item unplayable = anItem();
        move(unplayable, ItemState.RECEIVING, ItemState.STORED, null);
        items.problem(unplayable.id(), "no film", WebhookWorld.ACTOR);
        // What a change of the rules appends; that it does is tested where it lives.
        String change = UUID.randomUUID().toString();
        world.the(Outbox.class)
                .append(
                        EventType.RULES_CHANGE_SCHEDULED,
                        account,
                        Map.of(
                                "change",
                                change,
                                "items",
                                "1200",
                                "revision",
                                "3",
                                "takesEffectAt",
                                world.now().toString()));
        world.the(Outbox.class).append(EventType.RULES_CHANGE_REVOKED, account, Map.of("change", change));
        // What giving up a hand-over appends; that it does is tested where it lives.
        world.the(Outbox.class)
                .append(
                        EventType.HAND_OVER_GIVEN_UP,
                        account,
                        Map.of(
                                "handOver",
                                UUID.randomUUID().toString(),
                                "source",
                                UUID.randomUUID().toString(),
                                "kind",
                                "RECORDING",
                                "heardAt",
                                world.now().toString(),
                                "reason",
                                "TRIED_TOO_LONG"));
        world.the(Webhooks.class).test(webhook, WebhookWorld.ACTOR);
    }

    private Item now(Item item) {
        return items.find(item.id()).orElseThrow();
    }

    private void move(Item item, ItemState from, ItemState to, @Nullable String problem) {
        assertThat(items.move(item.id(), from, to, WebhookWorld.ACTOR, problem)).isTrue();
    }

    /** Of a meeting that ended so long ago that its thirty days are over in four. */
    private Item anItem() {
        Instant ended = world.now().minus(Duration.ofDays(26));
        if (!(world.the(Choices.class).choose(account, "P30D", ended) instanceof Choices.Chosen chosen)) {
            throw new AssertionError("the period is refused");
        }
        var meeting = world.the(Meetings.class)
                .register(
                        account,
                        new NewMeeting(
                                UUID.randomUUID().toString(),
                                "Weekly",
                                ended.minusSeconds(3600),
                                ended,
                                BERLIN,
                                "host@example.org",
                                List.of(new Meeting.Participant("Ada", "ada@example.org"))));
        return items.announce(
                new NewItem(
                        account,
                        meeting.id(),
                        ItemKind.RECORDING,
                        ended,
                        chosen.retentionClass(),
                        null,
                        null,
                        "talk.webm"),
                items.freshKey(account),
                WebhookWorld.ACTOR);
    }
}
