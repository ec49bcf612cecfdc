package dev.tenure.storageapi.handover;

import dev.tenure.ingest.NewUpload;
import dev.tenure.ingest.handover.Choosing;
import dev.tenure.retention.policy.Choices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings together what ingest asks and what retention knows. */
@Configuration(value = "handOverEdge", proxyBeanMethods = false)
class HandOverConfiguration {

    @Bean
    Choosing choosing(Choices choices) {
        return (account, kind, host, period, anchor) -> switch (choices.choose(account, kind, host, period, anchor)) {
            case Choices.Chosen(String retentionClass, String goAt) ->
                new Choosing.Chosen.Kept(new NewUpload.RetentionFacts(retentionClass, goAt));
            case Choices.Refused(String explanation) -> new Choosing.Chosen.Refused(explanation);
        };
    }
}
