package dev.tenure.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The settings that a server in this environment would have, for commands that work without one. */
final class InstallationSettings {

    private InstallationSettings() {}

    static ConfigurableEnvironment of(Map<String, String> environment, List<String> more) {
        ConfigurableEnvironment settings = new StandardEnvironment();
        MutablePropertySources sources = settings.getPropertySources();
        sources.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
        sources.addFirst(new SimpleCommandLinePropertySource(more.toArray(String[]::new)));
        sources.addLast(new SystemEnvironmentPropertySource("environment", Map.copyOf(environment)));
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yaml"))
                    .forEach(sources::addLast);
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own settings cannot be read", e);
        }
        return settings;
    }

    /** The database as its owner: these commands must work before a server of this version granted its role anything. */
    static SingleConnectionDataSource database(ConfigurableEnvironment settings) {
        return new SingleConnectionDataSource(
                settings.getRequiredProperty("spring.datasource.url"),
                settings.getRequiredProperty("spring.flyway.user"),
                settings.getRequiredProperty("spring.flyway.password"),
                true);
    }
}
