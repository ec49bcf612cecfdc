package dev.tenure.app.schedule;

import dev.tenure.app.doctor.StoreExamination;
import dev.tenure.objectstore.ObjectStoreException;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Examines the object store: servers are updated, and buckets reconfigured, under our feet. */
@DisallowConcurrentExecution
class DoctorJob implements Job {

    private static final Logger LOG = LoggerFactory.getLogger(DoctorJob.class);

    private final StoreExamination examination;

    DoctorJob(StoreExamination examination) {
        this.examination = examination;
    }

    @Override
    public void execute(JobExecutionContext context) {
        try {
            examination.again();
        } catch (ObjectStoreException away) {
            LOG.warn("the store could not be examined, and is used as before: {}", away.getMessage());
        }
    }
}
