package dev.tenure.catalog;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcItemFacts implements ItemFacts {

    private final JdbcClient database;
    private final HoldLock holdLock;
    private final JdbcPeopleLock people;
    private final Trail trail;

    JdbcItemFacts(JdbcClient database, HoldLock holdLock, Trail trail) {
        this.database = database;
        this.holdLock = holdLock;
        this.people = new JdbcPeopleLock(database);
        this.trail = trail;
    }

    private record Before(UUID account, @Nullable Instant anchor) {}

    @Override
    @Transactional
    public boolean anchor(ItemId id, Instant anchor, String reason, Actor actor) {
        lockMeetingOf(id);
        Optional<Before> before = database.sql("""
                        UPDATE item SET anchor = :anchor, facts_version = item.facts_version + 1
                          FROM (SELECT id, anchor FROM item WHERE id = :id FOR NO KEY UPDATE) AS before
                         WHERE item.id = before.id AND (before.anchor IS NULL OR before.anchor < :anchor)
                           AND item.state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
                        RETURNING item.account_id, before.anchor
                        """)
                .param("id", id.value())
                .param("anchor", Rows.at(anchor))
                .query((row, number) -> new Before(Rows.uuid(row, "account_id"), Rows.instantOrNull(row, "anchor")))
                .optional();
        before.ifPresent(old -> {
            Map<String, String> detail = new HashMap<>(Map.of("anchor", anchor.toString(), "reason", reason));
            if (old.anchor() != null) {
                detail.put("before", old.anchor().toString());
            }
            trail.append(new AccountId(old.account()), id, actor, "item.anchor-corrected", detail);
            follow(id, old, anchor, actor);
        });
        return before.isPresent();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockMeetingOf(ItemId id) {
        database.sql("""
                        SELECT id FROM item WHERE meeting_id = (SELECT meeting_id FROM item WHERE id = :id)
                         ORDER BY id FOR NO KEY UPDATE
                        """).param("id", id.value()).query(UUID.class).list();
    }

    /** In order of id, like whoever else changes several items of a meeting. */
    private void lockItemsOf(AccountId account, String meeting) {
        // Evidence may come with an item that is announced in the same transaction, which takes part in both; whoever
        // has
        // them alone may be waiting for these items.
        holdLock.together(account);
        people.together(account);
        database.sql("""
                        SELECT item.id FROM item JOIN meeting ON meeting.id = item.meeting_id
                         WHERE meeting.account_id = :account AND meeting.external_id = :meeting
                         ORDER BY item.id FOR NO KEY UPDATE OF item
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .query(UUID.class)
                .list();
    }

    /** What is ruled like a recording ends with it; what waits for a person because of its own end goes on waiting. */
    private void follow(ItemId recording, Before before, Instant anchor, Actor actor) {
        database.sql("""
                        UPDATE item SET anchor = :anchor, facts_version = item.facts_version + 1
                          FROM item recording
                         WHERE recording.id = :recording AND recording.kind = 'RECORDING'
                           AND item.meeting_id = recording.meeting_id AND item.kind <> 'RECORDING'
                           AND item.retention_class = recording.retention_class
                           AND item.anchor IS NOT DISTINCT FROM CAST(:before AS timestamptz)
                           AND item.state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
                           AND NOT (item.anchor IS NULL AND item.state = 'QUARANTINED')
                        RETURNING item.id
                        """)
                .param("recording", recording.value())
                .param("anchor", Rows.at(anchor))
                .param("before", Rows.at(before.anchor()))
                .query(UUID.class)
                .list()
                .forEach(companion -> trail.append(
                        new AccountId(before.account()),
                        new ItemId(companion),
                        actor,
                        "item.follows-recording",
                        Map.of("recording", recording.toString(), "anchor", anchor.toString())));
    }

    @Override
    @Transactional
    public void noticed(AccountId account, String meeting, NoticeId notice, Instant shownAt, Actor actor) {
        lockItemsOf(account, meeting);
        database.sql("""
                        UPDATE item SET notice_id = :notice, notice_shown_at = :at, facts_version = facts_version + 1
                          FROM meeting
                         WHERE meeting.account_id = :account AND meeting.external_id = :meeting AND item.meeting_id = meeting.id
                           AND notice_id IS NULL AND state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
                        RETURNING item.id
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .param("notice", notice.value())
                .param("at", Rows.at(shownAt))
                .query(UUID.class)
                .list()
                .forEach(id -> trail.append(
                        account,
                        new ItemId(id),
                        actor,
                        "item.noticed",
                        Map.of("notice", notice.toString(), "at", shownAt.toString())));
    }

    @Override
    @Transactional
    public void described(AccountId account, String meeting) {
        lockItemsOf(account, meeting);
        database.sql("""
                        UPDATE item SET facts_version = facts_version + 1
                          FROM meeting
                         WHERE meeting.account_id = :account AND meeting.external_id = :meeting AND item.meeting_id = meeting.id
                           AND state NOT IN ('DESTROYING', 'PURGED', 'REJECTED')
                        """)
                .param("account", account.value())
                .param("meeting", meeting)
                .update();
    }

    @Override
    public void keptBecause(ItemId id, String problem) {
        database.sql("UPDATE item SET problem = :problem WHERE id = :id AND state = 'QUARANTINED'")
                .param("id", id.value())
                .param("problem", problem)
                .update();
    }

    @Override
    public Ruled ruledAt(Item item, Instant at) {
        return database.sql("""
                        SELECT retention_class, anchor, trashed_at FROM item_past
                         WHERE item_id = :item AND until > :at
                         ORDER BY until LIMIT 1
                        """)
                .param("item", item.id().value())
                .param("at", Rows.at(at))
                .query((row, number) -> new Ruled(
                        row.getString("retention_class"),
                        Rows.instantOrNull(row, "anchor"),
                        Rows.instantOrNull(row, "trashed_at")))
                .optional()
                .orElseGet(() -> new Ruled(item.retentionClass(), item.anchor(), item.trashedAt()));
    }
}
