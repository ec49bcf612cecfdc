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
            Scratch scratch,
            ChunkWork chunks) {
        return new Workshop(engine, sources, new Labels(meetings, notices), store, scratch, chunks);
    }

    @Bean
    ChunkFiles transcodeChunkFiles(StoredObjects objects, ItemBytes bytes, ObjectStore store) {
        return new ChunkFiles(objects, bytes, store);
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
            Items items, InstantSource clock, Executions executions, Runs runs, Scratch scratch, Leases leases) {
        return new Transcodes(items, clock, executions, runs, scratch, leases);
    }

    @Bean
    TranscodeLifecycle transcodeLifecycle(
            Transcodes transcodes, Chunks chunks, ApplicationContext context, TranscodeSettings settings) {
        return new TranscodeLifecycle(transcodes, chunks, context, settings.shutdown());
    }
}
