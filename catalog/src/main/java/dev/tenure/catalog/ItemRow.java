package dev.tenure.catalog;

import dev.tenure.objectstore.sealing.WrappedKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of an item and how they become a record. */
final class ItemRow {

    static final String SELECT = """
            SELECT id, account_id, meeting_id, kind, host, state, problem, anchor, retention_class, notice_id, notice_shown_at,
                   file_name, created_at, state_since, trashed_at, trashed_from, hold_count, cool_off_until, lease_until, revision,
                   progress, progress_stage
              FROM item
            """;

    private ItemRow() {}

    static Item read(ResultSet row, int number) throws SQLException {
        return new Item(
                new ItemId(Rows.uuid(row, "id")),
                new AccountId(Rows.uuid(row, "account_id")),
                new MeetingId(Rows.uuid(row, "meeting_id")),
                ItemKind.valueOf(row.getString("kind")),
                row.getString("host"),
                ItemState.valueOf(row.getString("state")),
                row.getString("problem"),
                Rows.instantOrNull(row, "anchor"),
                row.getString("retention_class"),
                notice(row),
                Rows.instantOrNull(row, "notice_shown_at"),
                row.getString("file_name"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "state_since"),
                Rows.instantOrNull(row, "trashed_at"),
                trashedFrom(row),
                row.getInt("hold_count"),
                Rows.instantOrNull(row, "cool_off_until"),
                Rows.instantOrNull(row, "lease_until"),
                row.getLong("revision"),
                Rows.fraction(row, "progress"),
                row.getString("progress_stage"));
    }

    private static @Nullable NoticeId notice(ResultSet row) throws SQLException {
        UUID id = Rows.uuidOrNull(row, "notice_id");
        return id == null ? null : new NoticeId(id);
    }

    private static @Nullable ItemState trashedFrom(ResultSet row) throws SQLException {
        String state = row.getString("trashed_from");
        return state == null ? null : ItemState.valueOf(state);
    }

    static ItemKey key(ResultSet row, int number) throws SQLException {
        return new ItemKey(
                Rows.uuid(row, "key_id"), new WrappedKey(row.getString("vault_key_id"), row.getString("wrapped")));
    }
}
