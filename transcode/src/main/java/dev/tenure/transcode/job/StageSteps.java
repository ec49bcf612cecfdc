package dev.tenure.transcode.job;

import org.springframework.batch.core.repository.JobRepository;

/** Makes the steps of the job out of its stages. */
final class StageSteps {

    private final JobRepository repository;
    private final Runs runs;
    private final Judgement judgement;

    StageSteps(JobRepository repository, Runs runs, Judgement judgement) {
        this.repository = repository;
        this.runs = runs;
        this.judgement = judgement;
    }

    StageStep step(String name, Stage stage) {
        return new StageStep(name, stage, repository, runs, judgement);
    }
}
