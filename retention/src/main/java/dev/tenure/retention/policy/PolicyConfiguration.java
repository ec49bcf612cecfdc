package dev.tenure.retention.policy;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.Trail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({RetentionSettings.class, StatutorySettings.class})
class PolicyConfiguration {

    private static final String SCHEDULES = "classpath*:dev/tenure/retention/statutory/*.json";

    @Bean
    ClassEditions classEditions(RetentionClasses classes) {
        return new ClassEditions(classes);
    }

    /** Reads everything before the first request: a law that is written wrongly is found by whoever starts the program. */
    @Bean
    StatutorySchedules statutorySchedules(StatutorySettings settings) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(SCHEDULES)) {
            files.put(String.valueOf(file.getFilename()), file.getContentAsByteArray());
        }
        Path directory = settings.directory();
        if (directory != null) {
            try (Stream<Path> own = Files.list(directory)) {
                for (Path file :
                        own.filter(one -> one.toString().endsWith(".json")).toList()) {
                    files.put(file.toString(), Files.readAllBytes(file));
                }
            }
        }
        return new StatutorySchedules(files);
    }

    @Bean
    RuleSets ruleSets(
            JdbcClient database,
            ClassEditions editions,
            InstantSource clock,
            Trail trail,
            Ids ids,
            TransactionOperations transaction) {
        return new RuleSets(new JdbcRuleSets(database), editions, clock, trail, ids, transaction);
    }

    @Bean
    Choices choices(
            RuleSets ruleSets,
            RetentionClasses classes,
            Items items,
            ItemFacts facts,
            Meetings meetings,
            InstantSource clock,
            Trail trail,
            TransactionOperations transaction) {
        return new Choices(ruleSets, classes, items, facts, meetings, clock, trail, transaction);
    }
}
