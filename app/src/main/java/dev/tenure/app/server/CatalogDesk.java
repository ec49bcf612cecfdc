package dev.tenure.app.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The catalog of an installation, without a server: in the database that the environment names, or in the embedded one, which is started for it. */
public final class CatalogDesk {

    private final Path data;
    private final Map<String, String> environment;
    private final Consumer<String> told;

    /** @param told hears which database is worked on, before it is */
    public CatalogDesk(Path data, Map<String, String> environment, Consumer<String> told) {
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
        this.told = told;
    }

    /**
     * Checks that a server has noted which database goes with this data directory: for what cannot be undone, the environment's word is not enough.
     *
     * @throws CatalogUnusable when none has
     */
    public void requireKnownDatabase() {
        if (KnownDatabase.read(data).isEmpty()) {
            throw new CatalogUnusable(
                    "no server of this version has noted in " + data.resolve("database")
                            + " which database it uses: start one on this data directory, then try again",
                    null);
        }
    }

    /**
     * Works on the catalog, as the owner of its tables.
     *
     * @throws dev.tenure.embedded.EmbeddedPartInUse when a server runs on the embedded database
     * @throws CatalogUnusable when it is not the database that the servers of this data directory use, or was never used by any
     */
    public <T> T with(Function<DataSource, T> work) {
        String found = found();
        try (Parts parts = Parts.existingDatabase(data, environment)) {
            told.accept("on " + found);
            ConfigurableEnvironment settings = InstallationSettings.of(environment, parts.settings());
            try (SingleConnectionDataSource database = InstallationSettings.database(settings)) {
                return work.apply(database);
            }
        } catch (BadSqlGrammarException e) {
            throw new CatalogUnusable(
                    "no server of this version was ever started on this database: start one, then try again", e);
        }
    }

    /** @throws CatalogUnusable when the environment names another database than the servers of this data directory use */
    void requireSameDatabase() {
        found();
    }

    private String found() {
        String found = Parts.databaseNamed(environment)
                ? KnownDatabase.named(
                        InstallationSettings.of(environment, List.of()).getRequiredProperty(Parts.URL))
                : KnownDatabase.EMBEDDED;
        KnownDatabase.read(data).filter(known -> !known.equals(found)).ifPresent(known -> {
            throw new CatalogUnusable(
                    "the servers on " + data + " use " + known + ", and this would be " + found
                            + ": set TENURE_DB_URL as it is set for them",
                    null);
        });
        return found;
    }
}
