package dev.tenure.catalog;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcNoticesOnMedia implements NoticesOnMedia {

    private final JdbcClient database;
    private final Trail trail;

    JdbcNoticesOnMedia(JdbcClient database, Trail trail) {
        this.database = database;
        this.trail = trail;
    }

    @Override
    public Revised<OnMedia> wanted(AccountId account) {
        return database.sql("SELECT visible, audible, revision FROM notice_on_media WHERE account_id = :account")
                .param("account", account.value())
                .query((row, number) -> new Revised<>(
                        new OnMedia(OnMedia.Visible.valueOf(row.getString("visible")), row.getBoolean("audible")),
                        row.getLong("revision")))
                .optional()
                .orElse(new Revised<>(OnMedia.NOTHING, 0));
    }

    @Override
    @Transactional
    public boolean want(AccountId account, OnMedia wish, Expected expected, Actor actor) {
        // Nobody else decides about the account until the transaction ends, even where there is no row yet.
        database.sql("SELECT id FROM account WHERE id = :account FOR NO KEY UPDATE")
                .param("account", account.value())
                .query()
                .singleRow();
        if (!expected.allows(wanted(account).revision())) {
            return false;
        }
        database.sql("""
                        INSERT INTO notice_on_media (account_id, visible, audible) VALUES (:account, :visible, :audible)
                        ON CONFLICT (account_id) DO UPDATE
                           SET visible = excluded.visible, audible = excluded.audible, revision = notice_on_media.revision + 1
                        """)
                .param("account", account.value())
                .param("visible", wish.visible().name())
                .param("audible", wish.audible())
                .update();
        trail.append(
                account,
                null,
                actor,
                "notice.on-media-changed",
                Map.of("visible", wish.visible().name(), "audible", Boolean.toString(wish.audible())));
        return true;
    }

    @Override
    public Optional<Carried> carried(ItemId item) {
        return database.sql("SELECT notice_id, visible, audible, words FROM item_notice_on_media WHERE item_id = :item")
                .param("item", item.value())
                .query((row, number) -> new Carried(
                        new NoticeId(Rows.uuid(row, "notice_id")),
                        new OnMedia(OnMedia.Visible.valueOf(row.getString("visible")), row.getBoolean("audible")),
                        row.getString("words")))
                .optional();
    }

    @Override
    @Transactional
    public void carry(ItemId item, @Nullable Carried carried) {
        database.sql("DELETE FROM item_notice_on_media WHERE item_id = :item")
                .param("item", item.value())
                .update();
        if (carried == null) {
            return;
        }
        database.sql("""
                        INSERT INTO item_notice_on_media (item_id, notice_id, visible, audible, words)
                        VALUES (:item, :notice, :visible, :audible, :words)
                        """)
                .param("item", item.value())
                .param("notice", carried.notice().value())
                .param("visible", carried.what().visible().name())
                .param("audible", carried.what().audible())
                .param("words", carried.words())
                .update();
    }
}
