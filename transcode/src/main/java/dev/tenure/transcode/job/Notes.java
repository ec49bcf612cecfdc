package dev.tenure.transcode.job;

import dev.tenure.catalog.ItemId;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.plan.Division;
import dev.tenure.transcode.plan.NoticeWish;
import dev.tenure.transcode.plan.TranscodePlan;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What one job remembers from stage to stage and from restart to restart, kept in its execution context. */
final class Notes {

    /** Jobs outlive upgrades: a number or a truth that an earlier release did not write down is zero or false. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final String FACTS = "facts";
    private static final String WISH = "notice-wish";
    private static final String PLAN = "plan";
    private static final String ENCODING = "encoding";
    private static final String CUT = "cut";
    private static final String WHOLE = "whole";
    private static final String ALL_MADE = "all-made";
    private static final String CLOSED = "closed";

    private final long attempt;
    private final ItemId item;
    private final ExecutionContext context;

    Notes(JobExecution execution) {
        this.attempt = Executions.attempt(execution);
        this.item = ItemId.of(Objects.requireNonNull(
                execution.getJobParameters().getString(Executions.ITEM), "a transcode job names its item"));
        this.context = execution.getExecutionContext();
    }

    /** Counts the job instances of the item, from 1. */
    long attempt() {
        return attempt;
    }

    ItemId item() {
        return item;
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

    /** The notice that the outputs should carry, as it was wished for when the plan was made; null for none. */
    @Nullable
    NoticeWish wish() {
        return context.containsKey(WISH) ? JSON.readValue(context.getString(WISH), NoticeWish.class) : null;
    }

    void wish(NoticeWish wish) {
        context.putString(WISH, JSON.writeValueAsString(wish));
    }

    TranscodePlan plan() {
        return JSON.readValue(context.getString(PLAN), TranscodePlan.class);
    }

    void plan(TranscodePlan plan) {
        context.putString(PLAN, JSON.writeValueAsString(plan));
    }

    boolean divided() {
        return context.containsKey(CUT) || context.containsKey(WHOLE);
    }

    /** How the plan's picture is encoded: in one go, as long as nothing else was decided. */
    Division division() {
        return context.containsKey(CUT)
                ? JSON.readValue(context.getString(CUT), Division.Cut.class)
                : new Division.Whole(context.getString(WHOLE, "Not cut."));
    }

    void division(Division division) {
        switch (division) {
            case Division.Cut cut -> context.putString(CUT, JSON.writeValueAsString(cut));
            case Division.Whole whole -> context.putString(WHOLE, whole.reason());
        }
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
        return context.containsKey(ALL_MADE);
    }

    void makeWhole() {
        context.putString(ALL_MADE, "true");
    }

    /** Whether the problem is noted on the item and nothing is left to do in this attempt. */
    boolean closed() {
        return context.containsKey(CLOSED);
    }

    void close(String problem) {
        context.putString(CLOSED, problem);
    }
}
