package dev.tenure.ingest.notice;

import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SequencedCollection;
import org.jspecify.annotations.Nullable;

/**
 * What was captured of a participant who did not know, or who had said no. Rule: nothing of anybody is captured before they saw or heard the notice,
 * and nothing after they refused. Who is asked anew, for a new purpose or after the host began again, does not know until they are told again.
 *
 * @param notified whether they were told; again, where they were asked anew
 * @param beforeNotice captured before that; everything when they never were. Absent when nobody said when recording was on
 * @param afterRefusal captured after they declined or withdrew, until they accepted. Absent as before
 */
record Captured(
        boolean notified,
        @Nullable Duration beforeNotice,
        @Nullable Duration afterRefusal) {

    /** What is asked comes first, so that the notice that is shown with the question counts. */
    private static final Comparator<Step> IN_TIME =
            Comparator.comparing(Step::at).thenComparing(step -> step.type() != Act.RE_ASKED);

    /** An event of one participant, as far as it counts here. */
    record Step(Instant at, Act type, @Nullable Media media) {}

    /** A stretch of time in which nothing about the participant changes. */
    private record State(boolean present, boolean open, boolean informed, boolean refused) {

        State after(Step step, boolean blockedUntilConsent) {
            boolean accepted = step.type == Act.EXPLICIT_ACCEPT;
            boolean opened = step.media == null ? open || (blockedUntilConsent && accepted) : step.media == Media.OPEN;
            return new State(
                    step.type != Act.LEFT,
                    opened,
                    step.type.informs() || (informed && step.type != Act.RE_ASKED),
                    !accepted && (refused || step.type.refuses()));
        }
    }

    /**
     * Measures it.
     *
     * @param capture when recording was on, each time once; empty when that is not known
     * @param blockedUntilConsent whether media was blocked from the start, until they accepted
     * @param steps of one participant, in any order. Who has none that says they came was there from the first one on
     * @param end where what still lasts is cut off
     */
    static Captured of(
            List<Interval> capture, boolean blockedUntilConsent, SequencedCollection<Step> steps, Instant end) {
        List<Step> ordered = new ArrayList<>(steps);
        ordered.sort(IN_TIME);
        State state = new State(false, !blockedUntilConsent, false, false);
        Duration before = Duration.ZERO;
        Duration after = Duration.ZERO;
        for (int i = 0; i < ordered.size(); i++) {
            Step step = ordered.get(i);
            state = state.after(step, blockedUntilConsent);
            Instant next = i + 1 < ordered.size() ? ordered.get(i + 1).at : later(end, step.at);
            if (state.present && state.open) {
                Duration captured = overlap(capture, step.at, next);
                before = state.informed ? before : before.plus(captured);
                after = state.refused ? after.plus(captured) : after;
            }
        }
        return capture.isEmpty()
                ? new Captured(state.informed, null, null)
                : new Captured(state.informed, before, after);
    }

    private static Duration overlap(List<Interval> capture, Instant from, Instant until) {
        Duration all = Duration.ZERO;
        for (Interval one : capture) {
            Instant begin = later(one.from(), from);
            Instant stop = one.until() == null || one.until().isAfter(until) ? until : one.until();
            all = stop.isAfter(begin) ? all.plus(Duration.between(begin, stop)) : all;
        }
        return all;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
