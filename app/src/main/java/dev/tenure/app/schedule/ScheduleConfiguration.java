package dev.tenure.app.schedule;

import dev.tenure.ingest.Finishing;
import dev.tenure.retention.decision.Tagging;
import dev.tenure.transcode.job.Transcodes;
import java.time.Duration;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The fixed jobs of the fleet. Each runs on one machine at a time; jobs of single items are added as they are needed. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ScheduleSettings.class)
class ScheduleConfiguration {

    @Bean
    Reconciler reconciler(Finishing finishing, Transcodes transcodes, Tagging tagging, Scheduler scheduler) {
        return new Reconciler(finishing, transcodes, tagging, new TranscodeSchedule(scheduler));
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

    private static JobDetail fixed(Class<? extends Job> job, String name) {
        return JobBuilder.newJob(job).withIdentity(name, "fixed").storeDurably().build();
    }

    /** A run that was missed is made up for once, not as often as it was missed. */
    private static Trigger every(Duration interval, JobDetail job) {
        return TriggerBuilder.newTrigger()
                .forJob(job)
                .withIdentity(job.getKey().getName(), "fixed")
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMilliseconds(interval.toMillis())
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }
}
