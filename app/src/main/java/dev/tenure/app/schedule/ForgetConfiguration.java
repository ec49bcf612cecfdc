package dev.tenure.app.schedule;

import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that forgets requests. Nobody sees when it runs: what is over is not looked at any more. */
@Configuration(proxyBeanMethods = false)
class ForgetConfiguration {

    /** Rows of one interval are all that lies about needlessly. */
    private static final int INTERVAL_MINUTES = 10;

    @Bean
    JobDetail forgetJob() {
        return JobBuilder.newJob(ForgetJob.class)
                .withIdentity("forget", "fixed")
                .storeDurably()
                .build();
    }

    @Bean
    Trigger forgetTrigger(JobDetail forgetJob) {
        return TriggerBuilder.newTrigger()
                .forJob(forgetJob)
                .withIdentity("forget", "fixed")
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInMinutes(INTERVAL_MINUTES)
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }
}
