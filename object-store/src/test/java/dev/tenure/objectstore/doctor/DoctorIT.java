package dev.tenure.objectstore.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded server is, pinned: a new version of it that behaves otherwise shows here first. */
class DoctorIT {

    @TempDir
    private Path directory;

    @Test
    void knowsTheEmbeddedServer() {
        try (EmbeddedS3 server = EmbeddedS3.start(EmbeddedDirectories.under(directory))) {
            S3Settings settings = new S3Settings(
                    server.endpoint(),
                    server.region(),
                    "doctor-it",
                    server.accessKey(),
                    server.secretKey(),
                    true,
                    null,
                    Duration.ofSeconds(60));
            try (ObjectStore store = S3Stores.open(settings)) {
                store.ensureBucket();

                Diagnosis diagnosis = new StoreDoctor(settings, "embedded", InstantSource.system()).examine();

                assertThat(diagnosis.findings().stream()
                                .filter(finding -> finding.verdict() != Verdict.GOOD)
                                .collect(Collectors.toMap(Finding::behaviour, Finding::verdict)))
                        .isEqualTo(Map.of(
                                "signatures", Verdict.DIFFERENT,
                                "expiry", Verdict.DIFFERENT,
                                "unsigned requests", Verdict.DIFFERENT,
                                "tags", Verdict.DIFFERENT,
                                "conditional put", Verdict.MISSING,
                                "legal hold", Verdict.MISSING,
                                "retention", Verdict.MISSING));
                assertThat(diagnosis.features()).isEqualTo(StoreFeatures.assumed());
                assertThat(diagnosis.finding("legal hold").orElseThrow().consequence())
                        .isEqualTo("hold is kept by Tenure only");
                assertThat(diagnosis.safe()).isTrue();
                assertThat(store.listVersions(Scratch.ALL)).isEmpty();
                assertThat(store.listUploads(new KeyPrefix("doctor/"))).isEmpty();
            }
        }
    }
}
