package dev.tenure.app.schedule;

import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that takes text out of documents. With nothing to do it costs one query. */
@Configuration(proxyBeanMethods = false)
class TextScheduleConfiguration {

    private static final int INTERVAL_SECONDS = 5;

    @Bean
    JobDetail textJob() {
        return JobBuilder.newJob(TextJob.class)
                .withIdentity("text", "fixed")
                .storeDurably()
                .build();
    }

    @Bean
    Trigger textTrigger(JobDetail textJob) {
        return TriggerBuilder.newTrigger()
                .forJob(textJob)
                .withIdentity("text", "fixed")
                .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                        .withIntervalInSeconds(INTERVAL_SECONDS)
                        .repeatForever()
                        .withMisfireHandlingInstructionNextWithRemainingCount())
                .build();
    }
}
