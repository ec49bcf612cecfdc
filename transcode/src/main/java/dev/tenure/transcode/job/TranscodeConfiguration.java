package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.Removals;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.transcode.MediaEngine;
import dev.tenure.transcode.ffmpeg.FfmpegTools;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.plan.Chunking;
import java.time.InstantSource;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the job onto the catalog, the store and the tools that the application names. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({TranscodeSettings.class, ChunkSettings.class})
class TranscodeConfiguration {

    @Bean
    MediaEngine mediaEngine(FfmpegTools tools, TranscodeSettings settings) {
        return new MediaEngine(tools, MediaLimits.defaults(), settings.cpu().share(cores()), settings.picture());
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
            Published published,
            Labels labels,
            ObjectStore store,
            Scratch scratch,
            ChunkWork chunks,
            NoticeWishes notices) {
        return new Workshop(engine, sources, published, labels, store, scratch, chunks, notices);
    }

    @Bean
    NoticeWishes transcodeNotices(Notices notices, NoticesOnMedia onMedia, MediaEngine engine, InstantSource clock) {
        return new NoticeWishes(notices, onMedia, engine, clock);
    }

    @Bean
    ChunkFiles transcodeChunkFiles(StoredObjects objects, Removals removals, ItemBytes bytes, ObjectStore store) {
        return new ChunkFiles(objects, removals, bytes, store);
    }

    @Bean
    ChunkWork transcodeChunkWork(
            MediaEngine engine,
            SourceFile sources,
            Scratch scratch,
            ChunkFiles files,
            ObjectProvider<Fleet> fleet,
            ChunkSettings settings) {
        return new ChunkWork(
                engine,
                sources,
                scratch,
                files,
                new Chunking(settings.rules()),
                fleet.getIfAvailable(Fleet::alone),
                settings.threads());
    }

    @Bean
    Chunks transcodeChunks(
            JobRepository repository,
            MediaEngine engine,
            SourceFile sources,
            ChunkFiles files,
            Items items,
            InstantSource clock,
            ObjectStore store,
            Scratch scratch,
            Runs runs,
            TranscodeSettings settings) {
        Chunks.Stopping stopping = new Chunks.Stopping();
        ChunkStep step = new ChunkStep(
                repository,
                engine,
                sources,
                files,
                items,
                clock,
                store,
                scratch,
                runs,
                settings.lease(),
                stopping::asked);
        return new Chunks(repository, step, files, runs, scratch, stopping);
    }

    @Bean
    ChunksStep transcodeChunksStep(
            JobRepository repository,
            ChunkFiles files,
            Chunks chunks,
            Runs runs,
            SourceFile sources,
            ObjectProvider<Fleet> fleet,
            TranscodeSettings settings,
            ChunkSettings rules) {
        ChunkCrew crew = new ChunkCrew(
                repository, runs, chunks, fleet.getIfAvailable(Fleet::alone), rules.threads(), settings.lease());
        return new ChunksStep(repository, new ChunkSplitter(repository, files), crew, runs, sources);
    }

    @Bean
    Labels transcodeLabels(Meetings meetings, Notices notices) {
        return new Labels(meetings, notices);
    }

    @Bean
    Published transcodePublished(StoredObjects objects, ItemBytes bytes) {
        return new Published(objects, bytes);
    }

    @Bean
    Replaced replaced(StoredObjects objects, Removals removals, ObjectStore store, TranscodeSettings settings) {
        return new Replaced(objects, removals, store, settings.keepReplaced());
    }

    @Bean
    Steering steering(Items items, Processings processings, Trail trail, PlatformTransactionManager transactions) {
        return new Steering(items, processings, trail, new TransactionTemplate(transactions));
    }

    @Bean
    Publication.Told transcodeTold(Trail trail, Outbox outbox, NoticesOnMedia onMedia) {
        return new Publication.Told(trail, outbox, onMedia);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Bean
    Publication transcodePublication(
            Items items,
            Processings processings,
            StoredObjects objects,
            ItemBytes bytes,
            Publication.Told told,
            PlatformTransactionManager transactions) {
        return new Publication(items, processings, objects, bytes, told, new TransactionTemplate(transactions));
    }

    @Bean
    Judgement transcodeJudgement(
            Items items, Processings processings, PlatformTransactionManager transactions, TranscodeSettings settings) {
        return new Judgement(
                items,
                processings,
                new TransactionTemplate(transactions),
                settings.attempts(),
                new BackOff(settings.backOff(), settings.longestBackOff()));
    }

    @Bean
    StageSteps transcodeSteps(JobRepository repository, Runs runs, Judgement judgement) {
        return new StageSteps(repository, runs, judgement);
    }

    @Bean
    Job transcodeJob(
            JobRepository repository,
            StageSteps steps,
            Workshop workshop,
            ChunkWork chunks,
            ChunksStep chunksStep,
            Publication publication) {
        return new JobBuilder(Executions.JOB, repository)
                .start(steps.step("probe", workshop::probe))
                .next(steps.step("plan", (run, notes) -> {
                    workshop.plan(run, notes);
                    chunks.divide(run, notes);
                }))
                .next(chunksStep)
                .next(steps.step("encode", workshop::encode))
                .next(steps.step("verify", workshop::verify))
                .next(steps.step("publish", (run, notes) -> {
                    publication.publish(run, notes, workshop.rendition(run, notes));
                    chunks.clear(run);
                }))
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
            Items items, Processings processings, Executions executions, Runs runs, Scratch scratch, Leases leases) {
        return new Transcodes(items, processings, executions, runs, scratch, leases);
    }

    @Bean
    Turns transcodeTurns(
            Processings processings,
            Items items,
            Transcodes transcodes,
            InstantSource clock,
            TranscodeSettings settings) {
        return new Turns(
                processings,
                items,
                transcodes,
                clock,
                settings.quiet(),
                settings.cpu().places(cores()));
    }

    @Bean
    TranscodeLifecycle transcodeLifecycle(
            Transcodes transcodes, Chunks chunks, ApplicationContext context, TranscodeSettings settings) {
        return new TranscodeLifecycle(transcodes, chunks, context, settings.shutdown());
    }
}
