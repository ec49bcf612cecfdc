package dev.tenure.objectstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.StoreFeatures;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {

    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

    private static Diagnosis of(Finding... findings) {
        return new Diagnosis(
                "https://s3.example.org",
                "tenure",
                AT,
                Duration.ofMillis(3249),
                List.of(findings),
                StoreFeatures.assumed());
    }

    private static Finding tags(Verdict verdict) {
        return new Finding("tags", verdict, "seen", verdict == Verdict.GOOD ? "" : "consequence");
    }

    @Test
    void isSafeUnlessSomethingIsBad() {
        assertThat(of(tags(Verdict.MISSING), tags(Verdict.NOT_TRIED)).safe()).isTrue();
        assertThat(of(tags(Verdict.GOOD), tags(Verdict.BAD)).safe()).isFalse();
    }

    @Test
    void tellsOnlyVerdictsThatBothKnowAndJudgeDifferently() {
        Finding ranges = new Finding("ranges", Verdict.BAD, "the whole object", "");
        assertThat(of(tags(Verdict.MISSING), ranges).changesSince(of(tags(Verdict.GOOD))))
                .extracting(Diagnosis.Change::toString)
                .containsExactly("tags: MISSING, seen; consequence (was GOOD)");
        assertThat(of(tags(Verdict.GOOD)).changesSince(of(tags(Verdict.GOOD), ranges)))
                .isEmpty();
    }

    @Test
    void printsATableThatFitsATerminal() {
        String longText = "word ".repeat(60) + "x".repeat(200);
        String table = DiagnosisTable.of(of(
                new Finding("bytes", Verdict.GOOD, "come back", ""),
                new Finding("listing after deletes", Verdict.NOT_TRIED, longText, longText)));

        assertThat(table.lines())
                .allMatch(line -> line.length() <= DiagnosisTable.WIDTH)
                .noneMatch(line -> line.endsWith(" "));
        assertThat(table).startsWith("""
                        server                 https://s3.example.org, bucket tenure
                        examined               2026-11-24T10:00:00Z, in 3.2 s

                        bytes                  good       come back
                        """).endsWith("\n1 good, 1 not tried: Tenure can keep recordings here\n");
        assertThat(table.replaceAll("\\s|=>", "")).contains(longText.replaceAll("\\s", ""));
    }

    @Test
    void saysThatABadStoreIsNotSafe() {
        assertThat(DiagnosisTable.summary(of(tags(Verdict.BAD)))).isEqualTo("1 BAD: not safe to keep recordings here");
    }

    @Test
    void knowsItsOwnRunsAndTheirAge() {
        Scratch run = Scratch.at(AT);
        ObjectKey key = run.room("open uploads", 2).key("deep/one");
        assertThat(key.value()).matches("doctor/20261124t100000z-[0-9a-f]{8}/open-uploads/2/deep/one");
        assertThat(run.uploads()).contains(key);
        assertThat(Scratch.of(key)).contains(run);
        assertThat(run.abandoned(AT.plusSeconds(3600))).isFalse();
        assertThat(run.abandoned(AT.plusSeconds(3601))).isTrue();
    }

    @Test
    void takesNobodyElsesKeyForARun() {
        for (String foreign : List.of(
                "doctor/notes/a",
                "doctor/20261324t100000z-00000000/a",
                "doctor/20261124t100000z-0000000/a",
                "doctor/20261124t100000z-00000000",
                "other/20261124t100000z-00000000/a")) {
            assertThat(Scratch.of(new ObjectKey(foreign))).as(foreign).isEmpty();
        }
    }
}
