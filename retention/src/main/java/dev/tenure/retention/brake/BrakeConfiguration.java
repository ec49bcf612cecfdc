package dev.tenure.retention.brake;

import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BrakeSettings.class)
class BrakeConfiguration {

    @Bean
    SweepBrake sweepBrake(
            JdbcClient database,
            InstantSource clock,
            Trail trail,
            BrakeSettings settings,
            TransactionOperations transaction) {
        return new SweepBrake(
                new JdbcBrakes(database),
                new Brakes(settings),
                new ClockWatch(clock, InstantSource.system(), System::nanoTime, settings),
                trail,
                transaction,
                settings.releaseFor());
    }
}
