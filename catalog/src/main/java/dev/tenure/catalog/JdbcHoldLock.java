package dev.tenure.catalog;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

class JdbcHoldLock implements HoldLock {

    private static final String NAME = "holds:";

    private final JdbcClient database;

    JdbcHoldLock(JdbcClient database) {
        this.database = database;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void alone(AccountId account) {
        take("pg_advisory_xact_lock", account);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void together(AccountId account) {
        take("pg_advisory_xact_lock_shared", account);
    }

    private void take(String lock, AccountId account) {
        database.sql("SELECT 1 FROM (SELECT " + lock + "(hashtextextended(:name, 0))) taken")
                .param("name", NAME + account)
                .query(Integer.class)
                .single();
    }
}
