package dev.tenure.retention.brake;

import dev.tenure.catalog.Trail;
import java.time.InstantSource;
import org.springframework.beans.factory.ObjectProvider;
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
            ObjectProvider<MachineTime> otherTime,
            TransactionOperations transaction) {
        MachineTime machine = otherTime.getIfAvailable(MachineTime::real);
        return new SweepBrake(
                new JdbcBrakes(database),
                new Brakes(settings),
                new ClockWatch(clock, machine::instant, machine::nanoTime, settings),
                trail,
                transaction,
                settings.releaseFor());
    }
}
