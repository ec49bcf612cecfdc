package dev.tenure.app.server;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/**
 * The tables of Spring Batch and Quartz, made by the scripts that those ship, as one step of our one history. A later version of either that
 * needs other tables comes with a migration of its own.
 */
final class FrameworkTables implements JavaMigration {

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("202611240000");
    }

    @Override
    public String getDescription() {
        return "tables of Spring Batch 6 and Quartz 2.5";
    }

    /** Not derived from the scripts: a new release that only reformats them must not stop a server. */
    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    @Override
    public void migrate(Context context) {
        run(context, "org/springframework/batch/core/schema-postgresql.sql");
        run(context, "org/quartz/impl/jdbcjobstore/tables_postgres.sql");
    }

    private static void run(Context context, String script) {
        ScriptUtils.executeSqlScript(context.getConnection(), new ClassPathResource(script));
    }
}
