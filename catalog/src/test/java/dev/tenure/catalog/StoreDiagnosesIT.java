package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.doctor.Diagnosis;
import dev.tenure.objectstore.doctor.Finding;
import dev.tenure.objectstore.doctor.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CatalogWorld.Shared.class)
class StoreDiagnosesIT {

    private static final Instant AT = Instant.parse("2026-11-24T10:00:00.123456Z");

    private final CatalogWorld world;
    private final StoreDiagnoses diagnoses;
    private final String server = "https://" + UUID.randomUUID();

    StoreDiagnosesIT(CatalogWorld world) {
        this.world = world;
        this.diagnoses = world.the(StoreDiagnoses.class);
    }

    private Diagnosis diagnosis(String bucket, int minutes) {
        return new Diagnosis(
                server,
                bucket,
                AT.plusSeconds(60L * minutes),
                Duration.ofMillis(3210),
                List.of(new Finding("tags", Verdict.MISSING, "“501” of run " + minutes, "facts are metadata")),
                StoreFeatures.assumed().withTags(false));
    }

    private int kept(String bucket) {
        return world.database()
                .sql("SELECT count(*) FROM store_diagnosis WHERE server = :server AND bucket = :bucket")
                .param("server", server)
                .param("bucket", bucket)
                .query(Integer.class)
                .single();
    }

    @Test
    void knowsTheLastOfEachBucketOfEachServer() {
        diagnoses.record(diagnosis("one", 1));
        diagnoses.record(diagnosis("one", 2));
        diagnoses.record(diagnosis("two", 3));

        assertThat(diagnoses.latest(server, "one")).contains(diagnosis("one", 2));
        assertThat(diagnoses.latest(server, "two")).contains(diagnosis("two", 3));
        assertThat(diagnoses.latest(server, "three")).isEmpty();
        assertThat(diagnoses.latest("https://elsewhere", "one")).isEmpty();
    }

    @Test
    void keepsAHundredOfABucket() {
        diagnoses.record(diagnosis("other", 0));
        for (int i = 1; i <= StoreDiagnoses.KEPT + 5; i++) {
            diagnoses.record(diagnosis("busy", i));
        }
        assertThat(kept("busy")).isEqualTo(StoreDiagnoses.KEPT);
        assertThat(kept("other")).isEqualTo(1);
        assertThat(diagnoses.latest(server, "busy")).contains(diagnosis("busy", StoreDiagnoses.KEPT + 5));
    }

    @Test
    void takesWhatAnotherVersionWroteForNothing() {
        diagnoses.record(diagnosis("old", 1));
        world.database()
                .sql("UPDATE store_diagnosis SET features = '{\"versions\": true}' WHERE server = :server")
                .param("server", server)
                .update();

        assertThat(diagnoses.latest(server, "old")).isEmpty();
    }
}
