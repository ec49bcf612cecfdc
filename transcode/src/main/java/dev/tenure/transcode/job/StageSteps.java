package dev.tenure.transcode.job;

import dev.tenure.catalog.Items;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.transaction.support.TransactionOperations;

/** Makes the steps of the job out of its stages. */
final class StageSteps {

    private final JobRepository repository;
    private final Runs runs;
    private final Items items;
    private final TransactionOperations transactions;
    private final int attempts;

    StageSteps(JobRepository repository, Runs runs, Items items, TransactionOperations transactions, int attempts) {
        this.repository = repository;
        this.runs = runs;
        this.items = items;
        this.transactions = transactions;
        this.attempts = attempts;
    }

    StageStep step(String name, Stage stage) {
        return new StageStep(name, stage, repository, runs, items, transactions, attempts);
    }
}
