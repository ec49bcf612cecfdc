package dev.tenure.app.schedule;

import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs that look at what is in the bucket. Between two looks a run is a few queries; when the next one begins is their own affair. */
@Configuration(proxyBeanMethods = false)
class BucketScheduleConfiguration {

    private static final int INTERVAL_MINUTES = 1;

    @Bean
    JobDetail fixityJob() {
        return fixed(FixityJob.class, "fixity");
    }

    @Bean
    Trigger fixityTrigger(JobDetail fixityJob) {
        return trigger(fixityJob);
    }

    @Bean
    JobDetail bucketJob() {
        return fixed(BucketJob.class, "bucket");
    }

    @Bean
    Trigger bucketTrigger(JobDetail bucketJob) {
        return trigger(bucketJob);
    }

    private static JobDetail fixed(Class<? extends Job> job, String name) {
        return JobBuilder.newJob(job).withIdentity(name, "fixed").storeDurably().build();
    }

    private static Trigger trigger(JobDetail job) {
        return TriggerBuilder.newTrigger()
                .forJob(job)
                .withIdentity(job.getKey().getName(), "fixed")
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMinutes(INTERVAL_MINUTES)
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }
}
