package dev.tenure.ingest.inspect.text;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the extraction of text. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TextSettings.class)
class TextConfiguration {

    @Bean
    TextExtractor textExtractor(TextSettings settings) {
        return new TextExtractor(settings, settings.place());
    }
}
