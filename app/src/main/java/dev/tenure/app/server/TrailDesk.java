package dev.tenure.app.server;

import dev.tenure.catalog.signing.SigningKey;
import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailCheck;
import dev.tenure.catalog.trail.TrailReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The trail of an installation, checked without a server. */
public final class TrailDesk {

    private final Path data;
    private final Map<String, String> environment;

    public TrailDesk(Path data, Map<String, String> environment) {
        this.data = data.toAbsolutePath().normalize();
        this.environment = Map.copyOf(environment);
    }

    /**
     * Recomputes the trail in the database that the environment names or in the embedded one, which is started for it. Heads must be signed by the
     * installation's key, by a former one that is configured, or by one of those given.
     *
     * @param keyIds further keys; with none, and no key file in the data directory, any key is accepted
     * @param known heads that were kept elsewhere
     * @throws dev.tenure.embedded.EmbeddedPartInUse when a server runs on the embedded database
     * @throws CatalogUnusable when there is none, or no server was ever started on it
     */
    public TrailReport check(Collection<String> keyIds, Collection<SignedHead> known) {
        try (Parts parts = Parts.existingDatabase(data, environment)) {
            ConfigurableEnvironment settings = InstallationSettings.of(environment, parts.settings());
            Set<String> accepted = new HashSet<>(keyIds);
            Path keyFile = data.resolve("keys/trail.pem");
            if (Files.exists(keyFile)) {
                accepted.add(SigningKey.open(keyFile).keyId());
                accepted.addAll(Binder.get(settings)
                        .bind("tenure.trail.former-keys", Bindable.listOf(String.class))
                        .orElse(List.of()));
            }
            try (SingleConnectionDataSource database = InstallationSettings.database(settings)) {
                return TrailCheck.of(database, accepted).run(known);
            }
        } catch (BadSqlGrammarException e) {
            throw new CatalogUnusable(
                    "no server of this version was ever started on this database: start one, then try again", e);
        }
    }
}
