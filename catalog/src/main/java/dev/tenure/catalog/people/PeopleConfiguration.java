package dev.tenure.catalog.people;

import dev.tenure.catalog.Ids;
import dev.tenure.catalog.Trail;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Wires people onto the one data source. */
@Configuration(proxyBeanMethods = false)
class PeopleConfiguration {

    @Bean
    People people(JdbcClient database, Ids ids, Trail trail) {
        return new JdbcPeople(database, ids, trail);
    }

    @Bean
    JdbcCredentials keptCredentials(JdbcClient database, Trail trail) {
        return new JdbcCredentials(database, trail);
    }

    @Bean
    JdbcGuesses guesses(JdbcClient database, Trail trail) {
        return new JdbcGuesses(database, trail);
    }

    @Bean
    Credentials credentials(JdbcCredentials keptCredentials, JdbcGuesses guesses) {
        return new Credentials(keptCredentials, guesses, new Passwords());
    }

    @Bean
    Sessions sessions(JdbcClient database, Ids ids, Trail trail) {
        return new JdbcSessions(database, ids, trail);
    }

    @Bean
    Tokens tokens(JdbcClient database, Ids ids, Trail trail) {
        return new JdbcTokens(database, ids, trail);
    }

    @Bean
    OidcClients oidcClients(JdbcClient database, Ids ids, Trail trail) {
        return new JdbcOidcClients(database, ids, trail);
    }

    @Bean
    SettingsOfAccounts settingsOfAccounts(JdbcClient database, Trail trail) {
        return new JdbcSettingsOfAccounts(database, trail);
    }
}
