package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the store from its settings. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(S3Settings.class)
class S3Configuration {

    @Bean
    ObjectStore objectStore(S3Settings settings) {
        return S3Stores.open(settings);
    }
}
