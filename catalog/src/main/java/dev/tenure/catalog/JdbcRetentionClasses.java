package dev.tenure.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

final class JdbcRetentionClasses implements RetentionClasses {

    private final JdbcClient database;

    JdbcRetentionClasses(JdbcClient database) {
        this.database = database;
    }

    @Override
    public void intern(RetentionClass retentionClass) {
        database.sql("""
                        INSERT INTO retention_class (id, account_id, facts)
                        VALUES (:id, :account, CAST(:facts AS jsonb))
                        ON CONFLICT (id) DO NOTHING
                        """)
                .param("id", retentionClass.id())
                .param("account", retentionClass.account().value())
                .param("facts", retentionClass.factsJson())
                .update();
    }

    @Override
    public Optional<RetentionClass> find(String id) {
        return database.sql("SELECT id, account_id, facts FROM retention_class WHERE id = :id")
                .param("id", id)
                .query(JdbcRetentionClasses::retentionClass)
                .optional();
    }

    @Override
    public List<RetentionClass> all() {
        return database.sql("SELECT id, account_id, facts FROM retention_class ORDER BY id")
                .query(JdbcRetentionClasses::retentionClass)
                .list();
    }

    private static RetentionClass retentionClass(ResultSet row, int number) throws SQLException {
        return new RetentionClass(
                row.getString("id"), new AccountId(Rows.uuid(row, "account_id")), row.getString("facts"));
    }
}
