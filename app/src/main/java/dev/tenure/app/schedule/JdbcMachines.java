package dev.tenure.app.schedule;

import org.springframework.jdbc.core.simple.JdbcClient;

/** The machines of the fleet, as Quartz's own tables know them. */
class JdbcMachines {

    private final JdbcClient database;

    JdbcMachines(JdbcClient database) {
        this.database = database;
    }

    /**
     * Machines that have checked in lately and encode nothing.
     *
     * @param self the instance not to count
     */
    int free(String scheduler, String self) {
        return database.sql("""
                        SELECT count(*)
                          FROM qrtz_scheduler_state machine
                         WHERE machine.sched_name = :scheduler AND machine.instance_name <> :self
                           AND machine.last_checkin_time + 3 * machine.checkin_interval
                               > extract(epoch FROM clock_timestamp()) * 1000
                           AND NOT EXISTS (
                               SELECT FROM qrtz_fired_triggers fired
                                WHERE fired.sched_name = machine.sched_name
                                  AND fired.instance_name = machine.instance_name
                                  AND fired.state = 'EXECUTING' AND fired.job_group IN ('transcode', 'chunk'))
                        """)
                .param("scheduler", scheduler)
                .param("self", self)
                .query(Integer.class)
                .single();
    }
}
