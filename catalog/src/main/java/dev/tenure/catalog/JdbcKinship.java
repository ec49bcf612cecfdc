package dev.tenure.catalog;

import java.time.Instant;
import java.util.List;
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
    private final Supplier<@Nullable InheritedHolds> holds;

    JdbcKinship(JdbcClient database, Supplier<@Nullable InheritedHolds> holds) {
        this.database = database;
        this.holds = holds;
    }

    /**
     * An item as it is to be announced.
     *
     * @param recording whose facts it took over; absent for recordings, and where there is none yet
     */
    record Kin(NewItem item, @Nullable Item recording) {}

    /** The item with the facts of its meeting; the recording's row stays locked against changes until the transaction ends. */
    Kin kin(NewItem item) {
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
        InheritedHolds inherited = holds.get();
        if (kin.recording() != null && inherited != null) {
            inherited.inherit(companion, kin.recording().id(), actor);
        }
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
