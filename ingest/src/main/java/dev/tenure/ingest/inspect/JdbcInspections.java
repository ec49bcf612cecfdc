package dev.tenure.ingest.inspect;

import dev.tenure.catalog.ItemId;
import dev.tenure.ingest.inspect.Findings.Mismatch;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of {@code item_inspection}. */
class JdbcInspections {

    private final JdbcClient database;

    JdbcInspections(JdbcClient database) {
        this.database = database;
    }

    void put(ItemId item, Findings findings) {
        database.sql("""
                        INSERT INTO item_inspection (item_id, content_type, declared_type, name_type, mismatches, active, scan, scan_detail)
                        VALUES (:item, :content, :declared, :name, :mismatches, :active, :scan, :detail)
                        ON CONFLICT (item_id) DO UPDATE
                           SET content_type = excluded.content_type, declared_type = excluded.declared_type,
                               name_type = excluded.name_type, mismatches = excluded.mismatches, active = excluded.active,
                               scan = excluded.scan, scan_detail = excluded.scan_detail, inspected_at = clock_timestamp()
                        """)
                .param("item", item.value())
                .param("content", findings.contentType())
                .param("declared", findings.declaredType())
                .param("name", findings.nameType())
                .param(
                        "mismatches",
                        findings.mismatches().stream().map(Enum::name).toArray(String[]::new))
                .param("active", findings.active())
                .param("scan", word(findings.scan()))
                .param("detail", detail(findings.scan()))
                .update();
    }

    Optional<Findings> find(ItemId item) {
        return database.sql("""
                        SELECT content_type, declared_type, name_type, mismatches, active, scan, scan_detail
                          FROM item_inspection
                         WHERE item_id = :item
                        """)
                .param("item", item.value())
                .query(JdbcInspections::findings)
                .optional();
    }

    private static Findings findings(ResultSet row, int number) throws SQLException {
        Set<Mismatch> mismatches = Arrays.stream(
                        (String[]) row.getArray("mismatches").getArray())
                .map(Mismatch::valueOf)
                .collect(Collectors.toUnmodifiableSet());
        return new Findings(
                row.getString("content_type"),
                row.getString("declared_type"),
                row.getString("name_type"),
                mismatches,
                row.getString("active"),
                scan(row.getString("scan"), row.getString("scan_detail")));
    }

    static String word(Scan scan) {
        return switch (scan) {
            case Scan.Clean clean -> "CLEAN";
            case Scan.Infected infected -> "INFECTED";
            case Scan.NotScanned not -> "NOT_SCANNED";
        };
    }

    private static @Nullable String detail(Scan scan) {
        return switch (scan) {
            case Scan.Clean clean -> null;
            case Scan.Infected(String signature) -> signature;
            case Scan.NotScanned(String reason) -> reason;
        };
    }

    private static Scan scan(String word, @Nullable String detail) {
        String said = String.valueOf(detail);
        return switch (word) {
            case "CLEAN" -> new Scan.Clean();
            case "INFECTED" -> new Scan.Infected(said);
            default -> new Scan.NotScanned(said);
        };
    }
}
