package dev.tenure.objectstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ObjectStoreException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A server that fails at any one call, or from any one on: what an examination began ends, and nothing stays in the bucket. */
class DoctorFaultsIT {

    /** Every call takes minutes; calls arrive in another order each time, so that over time none is left out. */
    private static final int STRIDE = Integer.getInteger("tenure.test.stride", 5);
    /** Each outage costs the client's patience with it. */
    private static final int OUTAGE_STRIDE = 5 * STRIDE;

    private record Run(int call, boolean met, List<Finding> notGood, List<String> before, List<String> left) {}

    private static int calls() {
        try (Patient patient = new Patient()) {
            int before = patient.server().log().entries().size();
            patient.examined();
            return patient.server().log().entries().size() - before;
        }
    }

    /** A busy machine is looked at once more here and there, so the last calls are not made by every run. */
    private static final int UNCERTAIN = 20;

    @Test
    void leavesNothingBehindWhicheverCallFails() throws InterruptedException {
        List<Callable<Run>> runs = new ArrayList<>();
        int calls = calls();
        assertThat(calls).isGreaterThan(100);
        for (int call = 1; call <= calls - UNCERTAIN; call += STRIDE) {
            int failing = call;
            runs.add(() -> failingOnce(failing));
        }
        assertThat(Patient.together(runs)).allSatisfy(run -> {
            assertThat(run.met()).as("call %s", run.call()).isTrue();
            // Nothing is judged by a bad moment; at most it is said that something was not tried, or may have been
            // left.
            assertThat(run.notGood())
                    .as("call %s", run.call())
                    .allMatch(finding -> finding.verdict() == Verdict.NOT_TRIED
                            || finding.behaviour().equals("left behind"));
            assertThat(run.left()).as("call %s", run.call()).isEmpty();
        });
    }

    private static Run failingOnce(int call) {
        try (Patient patient = new Patient()) {
            patient.failOneCall(call);
            List<Finding> notGood = notGood(patient);
            boolean met = patient.server().log().entries().stream().anyMatch(entry -> entry.status() == 503);
            return new Run(call, met, notGood, List.of(), patient.content());
        }
    }

    private static List<Finding> notGood(Patient patient) {
        try {
            return patient.examined().findings().stream()
                    .filter(finding -> finding.verdict() != Verdict.GOOD)
                    .toList();
        } catch (ObjectStoreException away) {
            // Some calls are not a probe's: then nothing is known that was not before.
            return List.of();
        }
    }

    @Test
    void cleansAnHourLaterWhatAnOutageLeft() throws InterruptedException {
        List<Callable<Run>> runs = new ArrayList<>();
        int calls = calls();
        for (int call = 2; call <= calls; call += OUTAGE_STRIDE) {
            int first = call;
            runs.add(() -> failingFrom(first));
        }
        assertThat(Patient.together(runs))
                .allSatisfy(
                        run -> assertThat(run.left()).as("call %s", run.call()).isEmpty());
    }

    private static Run failingFrom(int call) {
        try (Patient patient = new Patient()) {
            patient.failCalls(number -> number >= call);
            try {
                patient.examined();
            } catch (ObjectStoreException away) {
                // As it should be, unless only the end of the run met the outage.
            }
            patient.server().faults().clear();
            List<String> before = patient.content();
            InstantSource later = () -> InstantSource.system().instant().plus(Duration.ofHours(2));
            patient.doctor(later).examine();
            return new Run(call, true, List.of(), before, patient.content());
        }
    }
}
