package dev.tenure.transcode.job;

import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.plan.TranscodePlan;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import tools.jackson.databind.json.JsonMapper;

/** What one job remembers from stage to stage and from restart to restart, kept in its execution context. */
final class Notes {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String FACTS = "facts";
    private static final String PLAN = "plan";
    private static final String ENCODING = "encoding";
    private static final String WHOLE = "whole";
    private static final String CLOSED = "closed";

    private final long attempt;
    private final ExecutionContext context;

    Notes(JobExecution execution) {
        this.attempt = Executions.attempt(execution);
        this.context = execution.getExecutionContext();
    }

    /** Counts the job instances of the item, from 1. */
    long attempt() {
        return attempt;
    }

    boolean probed() {
        return context.containsKey(FACTS);
    }

    boolean planned() {
        return context.containsKey(PLAN);
    }

    MediaFacts facts() {
        return JSON.readValue(context.getString(FACTS), MediaFacts.class);
    }

    void facts(MediaFacts facts) {
        context.putString(FACTS, JSON.writeValueAsString(facts));
    }

    TranscodePlan plan() {
        return JSON.readValue(context.getString(PLAN), TranscodePlan.class);
    }

    void plan(TranscodePlan plan) {
        context.putString(PLAN, JSON.writeValueAsString(plan));
    }

    /** Whether a copy was rejected, so that the plan copies no track. */
    boolean encoding() {
        return context.containsKey(ENCODING);
    }

    void insteadEncoding(TranscodePlan plan) {
        context.putString(ENCODING, "true");
        plan(plan);
    }

    /** Whether all is made although only a part was wanted: what was there did not go with it. */
    boolean whole() {
        return context.containsKey(WHOLE);
    }

    void makeWhole() {
        context.putString(WHOLE, "true");
    }

    /** Whether the problem is noted on the item and nothing is left to do in this attempt. */
    boolean closed() {
        return context.containsKey(CLOSED);
    }

    void close(String problem) {
        context.putString(CLOSED, problem);
    }
}
