package dev.tenure.app.schedule;

import org.quartz.Scheduler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where chunks of long recordings are offered. */
@Configuration(proxyBeanMethods = false)
class ChunkScheduleConfiguration {

    @Bean
    JdbcMachines machines(JdbcClient database) {
        return new JdbcMachines(database);
    }

    @Bean
    ChunkSchedule chunkSchedule(Scheduler scheduler, JdbcMachines machines) {
        return new ChunkSchedule(scheduler, machines);
    }
}
