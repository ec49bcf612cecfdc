package dev.tenure.app.meters;

import dev.tenure.retention.fixity.Fixity;
import dev.tenure.retention.reconcile.Reconciliation;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MetersConfiguration {

    @Bean
    MeterBinder bucketMeters(Fixity fixity, Reconciliation reconciliation, InstantSource clock) {
        return new BucketMeters(fixity, reconciliation, clock);
    }
}
