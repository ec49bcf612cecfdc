package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

class JdbcNotices implements Notices {

    private static final String SELECT = """
            SELECT id, name, version, language, text, on_screen, sound_type, sound_size, sound_sha256
              FROM notice
            """;

    private final JdbcClient database;
    private final Ids ids;
    private final Trail trail;

    JdbcNotices(JdbcClient database, Ids ids, Trail trail) {
        this.database = database;
        this.ids = ids;
        this.trail = trail;
    }

    @Override
    @Transactional
    public Notice register(AccountId account, NewNotice notice, Actor actor) {
        NewNotice.Sound sound = notice.sound();
        NoticeId fresh = new NoticeId(ids.next());
        int added = database.sql("""
                        INSERT INTO notice (id, account_id, name, version, language, text, on_screen, sound, sound_type, sound_size, sound_sha256)
                        VALUES (:id, :account, :name, :version, :language, :text, :onScreen, :sound, :type, :size, :sha256)
                        ON CONFLICT (account_id, name, version, language) DO NOTHING
                        """)
                .param("id", fresh.value())
                .param("account", account.value())
                .param("name", notice.name())
                .param("version", notice.version())
                .param("language", notice.language())
                .param("text", notice.text())
                .param("onScreen", notice.onScreen())
                .param("sound", sound == null ? null : sound.bytes())
                .param("type", sound == null ? null : sound.facts().mediaType())
                .param("size", sound == null ? null : sound.facts().size())
                .param("sha256", sound == null ? null : sound.facts().sha256().hex())
                .update();
        Notice known = find(account, notice.name(), notice.version(), notice.language())
                .orElseThrow();
        if (!notice.same(known)) {
            throw new IllegalArgumentException("notice " + notice.name() + " version " + notice.version() + " ("
                    + notice.language() + ") is known with other content: give what is new a new version");
        }
        if (added == 1) {
            trail.append(
                    account,
                    null,
                    actor,
                    "notice.registered",
                    Map.of("notice", fresh.toString(), "text", known.textHash().hex()));
        }
        return known;
    }

    @Override
    public Optional<Notice> find(AccountId account, NoticeId id) {
        return database.sql(SELECT + " WHERE id = :id AND account_id = :account")
                .param("id", id.value())
                .param("account", account.value())
                .query(JdbcNotices::notice)
                .optional();
    }

    @Override
    public Optional<Notice> find(AccountId account, String name, int version, String language) {
        return database.sql(
                        SELECT
                                + " WHERE account_id = :account AND name = :name AND version = :version AND language = :language")
                .param("account", account.value())
                .param("name", name)
                .param("version", version)
                .param("language", language)
                .query(JdbcNotices::notice)
                .optional();
    }

    @Override
    public List<Notice> page(AccountId account, @Nullable NoticeId before, int limit) {
        return database.sql(SELECT + """
                         WHERE account_id = :account AND (CAST(:before AS uuid) IS NULL OR id < :before)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .param("account", account.value())
                .param("before", before == null ? null : before.value())
                .param("limit", limit)
                .query(JdbcNotices::notice)
                .list();
    }

    @Override
    public Optional<byte[]> sound(AccountId account, NoticeId id) {
        return database.sql("SELECT sound FROM notice WHERE id = :id AND account_id = :account AND sound IS NOT NULL")
                .param("id", id.value())
                .param("account", account.value())
                .query((row, number) -> row.getBytes("sound"))
                .optional();
    }

    private static Notice notice(ResultSet row, int number) throws SQLException {
        String soundType = row.getString("sound_type");
        return new Notice(
                new NoticeId(Rows.uuid(row, "id")),
                row.getString("name"),
                row.getInt("version"),
                row.getString("language"),
                row.getString("text"),
                row.getString("on_screen"),
                soundType == null
                        ? null
                        : new Notice.Sound(
                                soundType, row.getInt("sound_size"), new ContentHash(row.getString("sound_sha256"))));
    }
}
