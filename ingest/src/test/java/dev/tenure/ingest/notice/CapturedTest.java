package dev.tenure.ingest.notice;

import static dev.tenure.ingest.notice.EvidenceEvent.Media.BLOCKED;
import static dev.tenure.ingest.notice.EvidenceEvent.Media.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.ingest.notice.Captured.Step;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Media;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CapturedTest {

    private static final Instant START = Instant.parse("2026-03-28T20:00:00Z");
    private static final Instant END = at(100);

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }

    private static Interval recorded(int from, int until) {
        return new Interval(at(from), at(until));
    }

    private static Step step(int seconds, Act type) {
        return new Step(at(seconds), type, null);
    }

    private static Step step(int seconds, Act type, @Nullable Media media) {
        return new Step(at(seconds), type, media);
    }

    private static Captured of(List<Interval> capture, Step... steps) {
        return Captured.of(capture, false, Arrays.asList(steps), END);
    }

    private static void assertCaptured(Captured captured, boolean notified, int before, int after) {
        assertThat(captured).isEqualTo(new Captured(notified, Duration.ofSeconds(before), Duration.ofSeconds(after)));
    }

    @Test
    void nothingWhenTheNoticeCameWithThem() {
        assertCaptured(of(List.of(recorded(0, 100)), step(10, Act.JOINED), step(10, Act.NOTICE_PRESENTED)), true, 0, 0);
    }

    @Test
    void whatLiesBetweenComingAndNotice() {
        assertCaptured(of(List.of(recorded(0, 100)), step(10, Act.JOINED), step(14, Act.NOTICE_HEARD)), true, 4, 0);
    }

    @Test
    void onlyWhileRecordingWasOn() {
        assertCaptured(
                of(List.of(recorded(20, 30), recorded(50, 60)), step(0, Act.JOINED), step(55, Act.EXPLICIT_ACCEPT)),
                true,
                15,
                0);
    }

    @Test
    void allOfItWhenTheyWereNeverTold() {
        assertCaptured(of(List.of(recorded(0, 100)), step(10, Act.JOINED), step(40, Act.LEFT)), false, 30, 0);
        assertCaptured(of(List.of(recorded(0, 100)), step(10, Act.JOINED)), false, 90, 0);
        assertCaptured(of(List.of(new Interval(at(0), null)), step(10, Act.JOINED)), false, 90, 0);
    }

    @Test
    void nothingWhileTheyWereMutedAndHidden() {
        assertCaptured(
                of(
                        List.of(recorded(0, 100)),
                        step(10, Act.JOINED, BLOCKED),
                        step(30, Act.EXPLICIT_ACCEPT, OPEN),
                        step(50, Act.LEFT)),
                true,
                0,
                0);
    }

    @Test
    void nothingUntilTheyAcceptWhereEverybodyIsBlocked() {
        List<Interval> capture = List.of(recorded(0, 100));
        List<Step> accepted = List.of(step(10, Act.JOINED), step(30, Act.EXPLICIT_ACCEPT));
        assertCaptured(Captured.of(capture, true, accepted, END), true, 0, 0);
        List<Step> opened = List.of(step(10, Act.JOINED), step(20, Act.IMPLIED_STAY, OPEN));
        assertCaptured(Captured.of(capture, true, opened, END), false, 80, 0);
    }

    @Test
    void whatFollowsARefusalUntilTheyAccept() {
        assertCaptured(
                of(
                        List.of(recorded(0, 100)),
                        step(0, Act.JOINED),
                        step(0, Act.NOTICE_PRESENTED),
                        step(40, Act.WITHDRAWN),
                        step(43, Act.IMPLIED_STAY, BLOCKED),
                        step(60, Act.EXPLICIT_ACCEPT, OPEN)),
                true,
                0,
                3);
        assertCaptured(
                of(
                        List.of(recorded(0, 100)),
                        step(0, Act.NOTICE_PRESENTED),
                        step(40, Act.DECLINED),
                        step(45, Act.LEFT)),
                true,
                0,
                5);
    }

    @Test
    void whoComesAgainKnowsAlready() {
        assertCaptured(
                of(
                        List.of(recorded(0, 100)),
                        step(0, Act.JOINED),
                        step(1, Act.NOTICE_HEARD),
                        step(20, Act.LEFT),
                        step(60, Act.JOINED)),
                true,
                1,
                0);
    }

    @Test
    void isNotKnownWhenNobodySaidWhenRecordingWasOn() {
        assertThat(of(List.of(), step(10, Act.JOINED), step(40, Act.LEFT))).isEqualTo(new Captured(false, null, null));
        assertThat(of(List.of(), step(10, Act.NOTICE_HEARD))).isEqualTo(new Captured(true, null, null));
    }

    @Test
    void whoIsAskedAnewMustBeToldAgain() {
        List<Interval> capture = List.of(recorded(0, 100));
        assertCaptured(of(capture, step(0, Act.NOTICE_HEARD), step(30, Act.RE_ASKED)), false, 70, 0);
        assertCaptured(
                of(capture, step(0, Act.NOTICE_HEARD), step(30, Act.RE_ASKED), step(37, Act.EXPLICIT_ACCEPT)),
                true,
                7,
                0);
        assertCaptured(
                of(capture, step(0, Act.NOTICE_HEARD), step(30, Act.NOTICE_PRESENTED), step(30, Act.RE_ASKED)),
                true,
                0,
                0);
    }

    @Test
    void theOrderOfArrivalDoesNotMatter() {
        assertCaptured(
                of(List.of(recorded(0, 100)), step(40, Act.LEFT), step(14, Act.NOTICE_HEARD), step(10, Act.JOINED)),
                true,
                4,
                0);
    }
}
