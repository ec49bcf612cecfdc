package dev.tenure.retention.fixity;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.fixity.Verifications;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionOperations;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(FixitySettings.class)
class FixityConfiguration {

    @Bean
    ObjectAlarms objectAlarms(
            Verifications verifications, Trail trail, Outbox outbox, TransactionOperations transaction) {
        return new ObjectAlarms(verifications, trail, outbox, transaction);
    }

    @Bean
    Fixity fixity(
            Verifications verifications,
            StoredObjects objects,
            ItemBytes bytes,
            ObjectAlarms alarms,
            FixitySettings settings,
            InstantSource clock) {
        CountDownLatch ended = new CountDownLatch(1);
        Pace pace = new Pace(
                settings.rate().toBytes(), System::nanoTime, nanos -> ended.await(nanos, TimeUnit.NANOSECONDS));
        return new Fixity(
                verifications, objects, new Readback(bytes, pace), alarms, settings, clock, System::nanoTime, ended);
    }
}
