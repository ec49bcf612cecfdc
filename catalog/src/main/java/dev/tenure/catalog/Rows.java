package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the column types that JDBC leaves to us. */
public final class Rows {

    /** Whether an {@code item} is of a part of a class, whose parameters are {@link #of}. */
    public static final String OF_PART = """
            item.retention_class = :class AND item.kind = ANY (:kinds)
                   AND (CAST(:host AS text) IS NULL OR lower(item.host) = :host)
                   AND (CAST(:host AS text) IS NOT NULL OR lower(item.host) <> ALL (:others))
            """;

    private Rows() {}

    public static Map<String, @Nullable Object> of(ClassPart part) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("class", part.retentionClass());
        parameters.put("kinds", part.kindNames());
        parameters.put("host", part.host());
        parameters.put("others", part.otherHosts());
        return parameters;
    }

    public static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    /** Ids of items as one parameter. */
    static UUID[] uuids(Collection<ItemId> ids) {
        return ids.stream().map(ItemId::value).toArray(UUID[]::new);
    }

    public static @Nullable UUID uuidOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    public static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }

    /** A number of type {@code real} as it is written, which is the same however the driver sends it. */
    public static double fraction(ResultSet row, String column) throws SQLException {
        return Double.parseDouble(Float.toString(row.getFloat(column)));
    }

    public static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
