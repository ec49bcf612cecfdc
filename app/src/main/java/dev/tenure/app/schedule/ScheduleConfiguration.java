package dev.tenure.app.schedule;

import dev.tenure.app.schedule.Reconciler.Chore;
import dev.tenure.catalog.ItemKeys;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.catalog.manifest.Manifests;
import dev.tenure.catalog.recovery.Ledger;
import dev.tenure.ingest.Finishing;
import dev.tenure.ingest.StagingKeys;
import dev.tenure.ingest.Uploads;
import dev.tenure.ingest.companion.Companions;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.retention.decision.Tagging;
import dev.tenure.retention.hold.Covering;
import dev.tenure.retention.hold.HoldMirror;
import dev.tenure.retention.hold.HoldReviews;
import dev.tenure.transcode.job.Chunks;
import dev.tenure.transcode.job.Replaced;
import dev.tenure.transcode.job.Turns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.quartz.DateBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The fixed jobs of the fleet. Each runs on one machine at a time; jobs of single items are added as they are needed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleSettings.class)
class ScheduleConfiguration {

    private static final int PAGE = 100;
    /** Mirroring a hold takes two calls for each version, and what is finished or encoded next waits for them. */
    private static final int HELD_PAGE = 20;
    /** From run to run of one audit; between two audits a run is one query. */
    private static final Duration AUDIT_RUNS = Duration.ofMinutes(1);

    @Bean
    TranscodeSchedule transcodeSchedule(Scheduler scheduler, Turns turns) {
        return new TranscodeSchedule(scheduler, turns);
    }

    @Bean
    Reconciler reconciler(
            Finishing finishing,
            Uploads uploads,
            Companions companions,
            Chunks chunks,
            TranscodeSchedule schedule,
            Replaced replaced,
            RetentionClasses classes,
            InstantSource clock,
            Tagging tagging,
            Manifests manifests,
            Ledger ledger,
            Covering covering,
            HoldReviews reviews,
            HoldMirror mirror,
            ItemKeys keys,
            StagingKeys stagingKeys,
            KeyVault vault) {
        Rewrapping rewrapping = new Rewrapping(keys, vault, System::nanoTime);
        return new Reconciler(List.of(
                new Chore("finishing uploads", () -> finishing.finishPending(PAGE)),
                new Chore("joining uploads", () -> uploads.goOn(PAGE)),
                new Chore("looking through companions", () -> companions.workOn(PAGE)),
                new Chore("scheduling transcodes", schedule::fill),
                new Chore("deleting what was replaced", () -> replaced.delete(PAGE)),
                new Chore("deleting chunks", () -> chunks.tidy(PAGE)),
                new Chore("telling items of changed rules", () -> classes.follow(clock.instant(), PAGE)),
                new Chore("tagging", () -> tagging.catchUp(PAGE)),
                new Chore("writing manifests", () -> manifests.catchUp(PAGE)),
                new Chore("writing the ledger", () -> ledger.write(PAGE)),
                new Chore("binding holds", () -> covering.catchUp(PAGE)),
                new Chore("telling of reviews of holds", () -> reviews.tell(PAGE)),
                new Chore("mirroring holds", () -> mirror.catchUp(HELD_PAGE)),
                new Chore("wrapping keys anew", rewrapping::run),
                new Chore("wrapping keys of partial uploads anew", () -> stagingKeys.rewrap(PAGE))));
    }

    @Bean
    JobDetail sweepJob() {
        return fixed(SweepJob.class, "sweep");
    }

    @Bean
    Trigger sweepTrigger(JobDetail sweepJob, ScheduleSettings settings) {
        return every(settings.sweep(), sweepJob);
    }

    @Bean
    JobDetail carryOnJob() {
        return fixed(CarryOnJob.class, "carry-on");
    }

    @Bean
    Trigger carryOnTrigger(JobDetail carryOnJob, ScheduleSettings settings) {
        return every(settings.carryOn(), carryOnJob);
    }

    @Bean
    JobDetail reconcileJob() {
        return fixed(ReconcileJob.class, "reconcile");
    }

    @Bean
    Trigger reconcileTrigger(JobDetail reconcileJob, ScheduleSettings settings) {
        return every(settings.reconcile(), reconcileJob);
    }

    @Bean
    JobDetail reapJob() {
        return fixed(ReapJob.class, "reap");
    }

    @Bean
    Trigger reapTrigger(JobDetail reapJob, ScheduleSettings settings) {
        return every(settings.reap(), reapJob);
    }

    @Bean
    JobDetail holdAuditJob() {
        return fixed(HoldAuditJob.class, "hold-audit");
    }

    @Bean
    Trigger holdAuditTrigger(JobDetail holdAuditJob, ScheduleSettings settings) {
        Duration interval = settings.holdAudit().compareTo(AUDIT_RUNS) < 0 ? settings.holdAudit() : AUDIT_RUNS;
        return every(interval, holdAuditJob);
    }

    @Bean
    JobDetail webhookJob() {
        return fixed(WebhookJob.class, "webhooks");
    }

    @Bean
    Trigger webhookTrigger(JobDetail webhookJob, ScheduleSettings settings) {
        return every(settings.webhooks(), webhookJob);
    }

    @Bean
    JobDetail handOverJob() {
        return fixed(HandOverJob.class, "hand-overs");
    }

    @Bean
    Trigger handOverTrigger(JobDetail handOverJob, ScheduleSettings settings) {
        return every(settings.handOvers(), handOverJob);
    }

    @Bean
    JobDetail expiryJob() {
        return fixed(ExpiryJob.class, "expiry");
    }

    @Bean
    Trigger expiryTrigger(JobDetail expiryJob, ScheduleSettings settings) {
        return every(settings.expiry(), expiryJob);
    }

    @Bean
    JobDetail digestJob() {
        return fixed(DigestJob.class, "digests");
    }

    @Bean
    Trigger digestTrigger(JobDetail digestJob, ScheduleSettings settings) {
        return every(settings.digests(), digestJob);
    }

    @Bean
    JobDetail doctorJob() {
        return fixed(DoctorJob.class, "doctor");
    }

    /** Not at once: a server that starts examines its store anyway. */
    @Bean
    Trigger doctorTrigger(JobDetail doctorJob, ScheduleSettings settings) {
        long seconds = Math.clamp(settings.doctor().toSeconds(), 1, Integer.MAX_VALUE);
        return schedule(settings.doctor(), doctorJob)
                .startAt(DateBuilder.futureDate((int) seconds, DateBuilder.IntervalUnit.SECOND))
                .build();
    }

    @Bean
    JobDetail trailJob() {
        return fixed(TrailJob.class, "trail");
    }

    @Bean
    Trigger trailTrigger(JobDetail trailJob, ScheduleSettings settings) {
        return every(settings.trail(), trailJob);
    }

    @Bean
    JobDetail trailAnchorJob() {
        return fixed(TrailAnchorJob.class, "trail-anchor");
    }

    @Bean
    Trigger trailAnchorTrigger(JobDetail trailAnchorJob, ScheduleSettings settings) {
        return every(settings.trailAnchor(), trailAnchorJob);
    }

    private static JobDetail fixed(Class<? extends Job> job, String name) {
        return JobBuilder.newJob(job).withIdentity(name, "fixed").storeDurably().build();
    }

    private static Trigger every(Duration interval, JobDetail job) {
        return schedule(interval, job).build();
    }

    /** A run that was missed is made up for once, not as often as it was missed. */
    private static TriggerBuilder<SimpleTrigger> schedule(Duration interval, JobDetail job) {
        return TriggerBuilder.newTrigger()
                .forJob(job)
                .withIdentity(job.getKey().getName(), "fixed")
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(interval.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount());
    }
}
