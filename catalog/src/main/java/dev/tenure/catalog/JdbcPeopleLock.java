package dev.tenure.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders those who bring items of an account, and those who add its people or let them go, which changes who owns items. */
class JdbcPeopleLock {

    private static final String NAME = "people:";

    private final JdbcClient database;

    JdbcPeopleLock(JdbcClient database) {
        this.database = database;
    }

    /** For whoever brings an item, until the transaction ends: a person who joins or leaves just now sees it, or is seen. Comes before any item's lock. */
    void together(AccountId account) {
        database.sql("SELECT 1 FROM (SELECT pg_advisory_xact_lock_shared(hashtextextended(:people, 0))) taken")
                .param("people", NAME + account)
                .query(Integer.class)
                .single();
    }
}
