package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.people.OidcClients;
import dev.tenure.catalog.people.People;
import dev.tenure.storageapi.security.ProviderTokens;
import java.time.InstantSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the provider, whether there is one or not: without it nothing of it answers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(OidcSettings.class)
class OidcConfiguration {

    @Bean
    Provider signInProvider(OidcSettings settings) {
        return new Provider(settings);
    }

    @Bean
    OidcPeople oidcPeople(OidcSettings settings, Accounts accounts, People people) {
        return new OidcPeople(settings, accounts, people);
    }

    @Bean
    ProviderTokens providerTokens(
            OidcSettings settings, Accounts accounts, People people, OidcClients clients, InstantSource databaseClock) {
        return new JwtCallers(
                settings, AccessTokenRules.decoder(settings, databaseClock), accounts, people, clients, databaseClock);
    }
}
