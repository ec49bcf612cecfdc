package dev.tenure.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

final class JdbcTrail implements Trail {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient database;

    JdbcTrail(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void append(
            AccountId account, @Nullable ItemId item, Actor actor, String action, Map<String, String> detail) {
        database.sql("""
                        INSERT INTO audit_entry (account_id, item_id, actor, action, detail)
                        VALUES (:account, :item, :actor, :action, CAST(:detail AS jsonb))
                        """)
                .param("account", account.value())
                .param("item", item == null ? null : item.value())
                .param("actor", actor.value())
                .param("action", action)
                .param("detail", JSON.writeValueAsString(detail))
                .update();
    }

    @Override
    public List<Entry> of(AccountId account, ItemId item) {
        return database.sql("""
                        SELECT sequence, at, actor, action, detail
                          FROM audit_entry
                         WHERE account_id = :account AND item_id = :item
                         ORDER BY sequence
                        """)
                .param("account", account.value())
                .param("item", item.value())
                .query((row, number) -> new Entry(
                        row.getLong("sequence"),
                        Rows.instant(row, "at"),
                        new Actor(row.getString("actor")),
                        row.getString("action"),
                        JSON.readValue(row.getString("detail"), TEXTS)))
                .list();
    }
}
