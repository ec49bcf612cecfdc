package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.media.MediaLimits;
import java.time.InstantSource;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the job onto the catalog, the store and the tools that the application names. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TranscodeSettings.class)
class TranscodeConfiguration {

    @Bean
    MediaEngine mediaEngine(FfmpegTools tools) {
        return new MediaEngine(tools, MediaLimits.defaults());
    }

    @Bean
    Scratch transcodeScratch(TranscodeSettings settings) {
        return new Scratch(settings.scratch());
    }

    @Bean
    Runs transcodeRuns() {
        return new Runs();
    }

    @Bean
    SourceFile transcodeSources(StoredObjects objects, ItemBytes bytes, Scratch scratch) {
        return new SourceFile(objects, bytes, scratch);
    }

    @Bean
    Workshop transcodeWorkshop(
            MediaEngine engine,
            SourceFile sources,
            Meetings meetings,
            Notices notices,
            ObjectStore store,
            Scratch scratch) {
        return new Workshop(engine, sources, new Labels(meetings, notices), store, scratch);
    }

    @Bean
    Publication transcodePublication(
            Items items, StoredObjects objects, ItemBytes bytes, PlatformTransactionManager transactions) {
        return new Publication(items, objects, bytes, new TransactionTemplate(transactions));
    }

    @Bean
    StageSteps transcodeSteps(
            JobRepository repository,
            Runs runs,
            Items items,
            PlatformTransactionManager transactions,
            TranscodeSettings settings) {
        return new StageSteps(repository, runs, items, new TransactionTemplate(transactions), settings.attempts());
    }

    @Bean
    Job transcodeJob(JobRepository repository, StageSteps steps, Workshop workshop, Publication publication) {
        return new JobBuilder(Executions.JOB, repository)
                .start(steps.step("probe", workshop::probe))
                .next(steps.step("plan", workshop::plan))
                .next(steps.step("encode", workshop::encode))
                .next(steps.step("verify", workshop::verify))
                .next(steps.step(
                        "publish", (run, notes) -> publication.publish(run, notes, workshop.rendition(run, notes))))
                .build();
    }

    @Bean
    Leases transcodeLeases(Items items, TranscodeSettings settings) {
        return new Leases(items, settings.lease());
    }

    @Bean
    Executions transcodeExecutions(
            JobOperator operator, JobRepository repository, @Qualifier("transcodeJob") Job transcode) {
        return new Executions(operator, repository, transcode);
    }

    @Bean
    Transcodes transcodes(
            Items items, InstantSource clock, Executions executions, Runs runs, Scratch scratch, Leases leases) {
        return new Transcodes(items, clock, executions, runs, scratch, leases);
    }

    @Bean
    TranscodeLifecycle transcodeLifecycle(
            Transcodes transcodes, ApplicationContext context, TranscodeSettings settings) {
        return new TranscodeLifecycle(transcodes, context, settings.shutdown());
    }
}
