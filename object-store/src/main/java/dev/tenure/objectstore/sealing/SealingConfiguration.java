package dev.tenure.objectstore.sealing;

import dev.tenure.objectstore.ObjectStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires transfers from their settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TransferSettings.class)
class SealingConfiguration {

    @Bean
    SealedTransfers sealedTransfers(ObjectStore store, TransferSettings settings) {
        CipherWarmUp.begin();
        return new SealedTransfers(
                store,
                new TransferBudget(
                        settings.perTransfer().toBytes(), settings.total().toBytes()));
    }
}
