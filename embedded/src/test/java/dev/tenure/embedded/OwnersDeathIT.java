package dev.tenure.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnersDeathIT {

    @Test
    void takesBothServersWithItAndFreesTheDirectory(@TempDir Path root) throws IOException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        try (OwnerJvm owner = OwnerJvm.start(directories)) {
            assertThat(owner.refused()).as(owner.saying()).isFalse();
            assertThatExceptionOfType(EmbeddedPartFailed.class)
                    .isThrownBy(() -> EmbeddedPostgres.start(directories))
                    .withMessageContaining("pid " + owner.pid());
            assertThatExceptionOfType(EmbeddedPartFailed.class)
                    .isThrownBy(() -> EmbeddedS3.start(directories))
                    .withMessageContaining("pid " + owner.pid());

            Until.kill(owner.pid());
            Until.gone(owner.postgres());
            Until.gone(owner.s3());
            assertThat(Files.exists(root.resolve("postgres/cluster/postmaster.pid")))
                    .as("the database was shut down in order")
                    .isFalse();
        }
        try (OwnerJvm next = OwnerJvm.start(directories)) {
            assertThat(next.refused()).as(next.saying()).isFalse();
            Until.kill(next.pid());
            Until.gone(next.postgres());
            Until.gone(next.s3());
        }
    }

    @Test
    void leavesNothingInTheWayOfTheNextOwnerEvenWhileTheServersStillEnd(@TempDir Path root) throws IOException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        try (OwnerJvm owner = OwnerJvm.start(directories)) {
            assertThat(owner.refused()).as(owner.saying()).isFalse();
            Until.kill(owner.pid());
            try (OwnerJvm next = OwnerJvm.start(directories)) {
                assertThat(next.refused()).as(next.saying()).isFalse();
                Until.kill(next.pid());
                Until.gone(next.postgres());
                Until.gone(next.s3());
            }
        }
    }

    @Test
    void isOutlivedByNoServerWhoseGuardWasKilledBefore(@TempDir Path root) throws IOException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(root);
        try (OwnerJvm owner = OwnerJvm.start(directories)) {
            assertThat(owner.refused()).as(owner.saying()).isFalse();
            long guard = ProcessHandle.of(owner.postgres())
                    .flatMap(ProcessHandle::parent)
                    .orElseThrow()
                    .pid();
            // Owner first, so that nobody is left to start anything again.
            ProcessHandle.of(owner.pid()).orElseThrow().destroyForcibly();
            ProcessHandle.of(guard).ifPresent(ProcessHandle::destroyForcibly);
            Until.gone(owner.pid());
            try (EmbeddedPostgres next = EmbeddedPostgres.start(directories)) {
                assertThat(next.pid()).isPositive().isNotEqualTo(owner.postgres());
                Until.gone(owner.postgres());
            }
            Until.gone(owner.s3());
        }
    }
}
