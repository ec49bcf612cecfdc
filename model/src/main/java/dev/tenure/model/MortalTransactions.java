package dev.tenure.model;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions of a process that may die before a commit or behind it. */
final class MortalTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1;

    private final transient Mortality life;

    MortalTransactions(DataSource database, Mortality life) {
        super(database);
        this.life = life;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        Objects.requireNonNull(life).requireLife();
        super.doBegin(transaction, definition);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        if (status.isReadOnly()) {
            super.doCommit(status);
            return;
        }
        Objects.requireNonNull(life).effect(() -> {
            super.doCommit(status);
            return null;
        });
    }
}
