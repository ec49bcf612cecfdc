package dev.tenure.catalog;

import java.util.List;
import org.flywaydb.core.api.migration.JavaMigration;

/** Steps of the catalog's history that cannot be SQL, for who brings tables up to date without a server. */
public final class CatalogMigrations {

    private CatalogMigrations() {}

    /** They stand among the SQL ones by their versions. */
    public static List<JavaMigration> inJava() {
        return List.of(new JdbcEarlierMeetingWords());
    }
}
