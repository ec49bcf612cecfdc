package dev.tenure.catalog;

import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

final class JdbcStoreDiagnoses implements StoreDiagnoses {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<List<Finding>> FINDINGS = new TypeReference<>() {};

    private final JdbcClient database;

    JdbcStoreDiagnoses(JdbcClient database) {
        this.database = database;
    }

    JdbcStoreDiagnoses(DataSource database) {
        this(JdbcClient.create(database));
    }

    /** The new row is not yet among those that the same statement looks at, so one less of them stays. */
    @Override
    public void record(Diagnosis diagnosis) {
        database.sql("""
                        WITH surplus AS (
                            DELETE FROM store_diagnosis
                             WHERE id IN (SELECT id FROM store_diagnosis
                                           WHERE server = :server AND bucket = :bucket
                                           ORDER BY id DESC
                                          OFFSET :others))
                        INSERT INTO store_diagnosis (at, server, bucket, took_millis, features, findings)
                        VALUES (:at, :server, :bucket, :took, CAST(:features AS jsonb), CAST(:findings AS jsonb))
                        """)
                .param("others", KEPT - 1)
                .param("at", Rows.at(diagnosis.at()))
                .param("server", diagnosis.server())
                .param("bucket", diagnosis.bucket())
                .param("took", diagnosis.took().toMillis())
                .param("features", JSON.writeValueAsString(diagnosis.features()))
                .param("findings", JSON.writeValueAsString(diagnosis.findings()))
                .update();
    }

    @Override
    public Optional<Diagnosis> latest(String server, String bucket) {
        try {
            return database.sql("""
                            SELECT at, server, bucket, took_millis, features, findings
                              FROM store_diagnosis
                             WHERE server = :server AND bucket = :bucket
                             ORDER BY id DESC
                             LIMIT 1
                            """)
                    .param("server", server)
                    .param("bucket", bucket)
                    .query(JdbcStoreDiagnoses::diagnosis)
                    .optional();
        } catch (JacksonException ofAnotherVersion) {
            // It knew other behaviours; a new examination costs seconds, and a wrong guess an outage.
            return Optional.empty();
        }
    }

    private static Diagnosis diagnosis(ResultSet row, int number) throws SQLException {
        return new Diagnosis(
                row.getString("server"),
                row.getString("bucket"),
                Rows.instant(row, "at"),
                Duration.ofMillis(row.getLong("took_millis")),
                JSON.readValue(row.getString("findings"), FINDINGS),
                JSON.readValue(row.getString("features"), StoreFeatures.class));
    }
}
