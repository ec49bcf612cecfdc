package dev.tenure.catalog;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an item that is no recording shares with its meeting: anchor, retention class, notice and holds of the recording, whenever it arrives. Its own
 * arrival never matters.
 */
class JdbcKinship {

    private final JdbcClient database;
    private final HoldLock holdLock;
    private final JdbcPeopleLock people;
    private final Supplier<@Nullable CoveringHolds> holds;
    private final Supplier<@Nullable PromisedRetention> promises;
    private final Trail trail;

    JdbcKinship(
            JdbcClient database,
            HoldLock holdLock,
            Supplier<@Nullable CoveringHolds> holds,
            Supplier<@Nullable PromisedRetention> promises,
            Trail trail) {
        this.database = database;
        this.holdLock = holdLock;
        this.people = new JdbcPeopleLock(database);
        this.holds = holds;
        this.promises = promises;
        this.trail = trail;
    }

    /**
     * An item as it is to be announced.
     *
     * @param recording whose facts it took over; absent for recordings, and where there is none yet
     */
    record Kin(NewItem item, @Nullable Item recording) {}

    /** The item with the facts of its meeting; the recording's row stays locked against changes until the transaction ends. */
    Kin kin(NewItem item) {
        // A recording and a companion that arrive just now each come first, or find the other.
        database.sql("SELECT 1 FROM meeting WHERE id = :meeting FOR NO KEY UPDATE")
                .param("meeting", item.meeting().value())
                .query(Integer.class)
                .optional();
        // A hold that is placed just now finds the item, or the item finds the hold.
        holdLock.together(item.account());
        // A person who joins or leaves just now would miss the item, or keep it. Not after the recording's row, which
        // they may be waiting for.
        people.together(item.account());
        if (item.kind() == ItemKind.RECORDING) {
            return new Kin(item, null);
        }
        Optional<Item> recording = recording(item);
        if (recording.isEmpty()) {
            return new Kin(with(item, earlier(item), item.retentionClass(), item.notice(), item.noticeShownAt()), null);
        }
        Item lead = recording.get();
        boolean told = item.notice() != null;
        return new Kin(
                with(
                        item,
                        lead.anchor(),
                        lead.retentionClass(),
                        told ? item.notice() : lead.notice(),
                        told ? item.noticeShownAt() : lead.noticeShownAt()),
                lead);
    }

    void inheritHolds(ItemId companion, Kin kin, Actor actor) {
        CoveringHolds covering = holds.get();
        if (kin.recording() != null && covering != null) {
            covering.inherit(companion, kin.recording().id(), actor);
        }
    }

    /** Puts what is kept of the item's meeting, the item too, under the holds that ask for it. */
    boolean bind(Item item, Actor actor) {
        CoveringHolds covering = holds.get();
        return covering != null && covering.bind(item.account(), item.meeting(), actor);
    }

    /** Puts the item, whose row is locked, under the holds that ask for it. */
    boolean cover(Item item) {
        CoveringHolds covering = holds.get();
        return covering != null && covering.cover(item);
    }

    /**
     * Puts what came before a recording under its anchor and class, in the transaction that announces it: until then it was ruled by its own. What
     * follows another recording already does so until this one ends later; and what was chosen for a companion beside its recording stays.
     *
     * @param recording the item that is announced; one that is no recording leads nothing
     * @return the same
     */
    Item lead(Item recording, Actor actor) {
        Instant anchor = recording.anchor();
        String retentionClass = recording.retentionClass();
        if (recording.kind() != ItemKind.RECORDING || anchor == null || retentionClass == null) {
            return recording;
        }
        List<Item> others = others(recording);
        Optional<Item> former = others.stream()
                .filter(other -> other.kind() == ItemKind.RECORDING)
                .max(Comparator.comparing(JdbcKinship::end));
        if (former.map(Item::anchor).filter(end -> !end.isBefore(anchor)).isPresent()) {
            return recording;
        }
        for (Item companion : others) {
            if (companion.kind() == ItemKind.RECORDING) {
                continue;
            }
            boolean waited = former.isEmpty() && companion.anchor() != null;
            if (waited || former.filter(before -> ruledLike(companion, before)).isPresent()) {
                follow(companion, recording, anchor, retentionClass, actor);
            }
        }
        return recording;
    }

    /** A recording whose end nobody knows leads none that has one. */
    private static Instant end(Item recording) {
        return recording.anchor() == null ? Instant.MIN : recording.anchor();
    }

    private static boolean ruledLike(Item companion, Item recording) {
        return Objects.equals(companion.anchor(), recording.anchor())
                && Objects.equals(companion.retentionClass(), recording.retentionClass());
    }

    /** What else there is of the meeting; locked in order of id, as by whoever places a hold. */
    private List<Item> others(Item recording) {
        return database.sql(ItemRow.SELECT + """
                                 WHERE meeting_id = :meeting AND account_id = :account AND id <> :id
                                   AND state NOT IN ('REJECTED', 'DESTROYING', 'PURGED')
                                 ORDER BY id FOR NO KEY UPDATE
                                """)
                .param("meeting", recording.meeting().value())
                .param("account", recording.account().value())
                .param("id", recording.id().value())
                .query(ItemRow::read)
                .list();
    }

    /** What an obligation keeps longer stays under it, and only ever takes over a later anchor. */
    private void follow(Item companion, Item recording, Instant anchor, String retentionClass, Actor actor) {
        PromisedRetention promised = promises.get();
        Instant own = companion.anchor();
        boolean whole = promised == null || promised.kept(companion, anchor, retentionClass);
        if (!whole && own != null && !own.isBefore(anchor)) {
            return;
        }
        database.sql("""
                        UPDATE item SET anchor = :anchor, retention_class = COALESCE(:class, retention_class),
                                        facts_version = facts_version + 1
                         WHERE id = :id
                        """)
                .param("id", companion.id().value())
                .param("anchor", Rows.at(anchor))
                .param("class", whole ? retentionClass : null)
                .update();
        Map<String, String> detail =
                new HashMap<>(Map.of("recording", recording.id().toString(), "anchor", anchor.toString()));
        if (own != null) {
            detail.put("before", own.toString());
        }
        if (whole) {
            detail.put("retentionClass", retentionClass);
        }
        trail.append(companion.account(), companion.id(), actor, "item.follows-recording", detail);
    }

    /** Of several the one that is kept from the latest end on: what tells of all of them goes with the last. */
    private Optional<Item> recording(NewItem item) {
        List<UUID> recordings = database.sql("""
                        SELECT id FROM item
                         WHERE meeting_id = :meeting AND account_id = :account AND kind = 'RECORDING'
                           AND state NOT IN ('REJECTED', 'DESTROYING', 'PURGED')
                         ORDER BY id FOR SHARE
                        """)
                .param("meeting", item.meeting().value())
                .param("account", item.account().value())
                .query((row, number) -> Rows.uuid(row, "id"))
                .list();
        if (recordings.isEmpty()) {
            return Optional.empty();
        }
        return database.sql(ItemRow.SELECT + " WHERE id = ANY (:ids) ORDER BY anchor DESC NULLS LAST, id DESC LIMIT 1")
                .param("ids", recordings.toArray(UUID[]::new))
                .query(ItemRow::read)
                .optional();
    }

    /** Without a recording the meeting's end is the anchor, unless an earlier one was given. */
    private @Nullable Instant earlier(NewItem item) {
        Instant anchor = item.anchor();
        if (anchor == null) {
            return null;
        }
        Instant end = database.sql("SELECT ends_at FROM meeting WHERE id = :meeting")
                .param("meeting", item.meeting().value())
                .query((row, number) -> Rows.instant(row, "ends_at"))
                .single();
        return end.isBefore(anchor) ? end : anchor;
    }

    private static NewItem with(
            NewItem item,
            @Nullable Instant anchor,
            @Nullable String retentionClass,
            @Nullable NoticeId notice,
            @Nullable Instant noticeShownAt) {
        return new NewItem(
                item.account(),
                item.meeting(),
                item.kind(),
                anchor,
                retentionClass,
                notice,
                noticeShownAt,
                item.fileName());
    }
}
