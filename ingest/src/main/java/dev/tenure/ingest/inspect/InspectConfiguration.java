package dev.tenure.ingest.inspect;

import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires inspection. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScanSettings.class)
class InspectConfiguration {

    @Bean
    Inspections inspections(ScanSettings settings, InstantSource clock, JdbcClient database, Trail trail) {
        VirusScanner scanner =
                settings.host().isBlank() ? VirusScanner.none() : new Clamd(settings, clock, System::nanoTime);
        return new Inspections(scanner, settings, new JdbcInspections(database), trail);
    }
}
