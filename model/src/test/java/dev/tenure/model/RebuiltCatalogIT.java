package dev.tenure.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.trail.TrailCheck;
import dev.tenure.catalog.trail.TrailReport;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** I20: a database that is put back out of the bucket, new or from a backup, says what the one says that was never lost. */
class RebuiltCatalogIT {

    private static final long SEED = 7;
    private static final int COMMANDS = 300;
    private static final int BACKUP = 120;

    @Test
    void aLostDatabaseAndAnOldBackupBothSayWhatWasSo() throws Exception {
        try (Runner runner = new Runner();
                SingleConnectionDataSource other = runner.ground().anotherDatabase("other")) {
            Ground ground = runner.ground();
            assertThatThrownBy(() -> ground.putBackInto(other)).hasMessageContaining("has no ledger");
            AtomicInteger backups = new AtomicInteger();
            runner.plant(here -> {
                if (runner.steps() == BACKUP) {
                    here.tellBucket();
                    assertThat(here.putBackInto(other).items()).isPositive();
                    backups.incrementAndGet();
                    assertThat(new JdbcTwins(here.database(), other).differences())
                            .isEmpty();
                }
            });
            assertThat(runner.run(Generator.history(SEED, COMMANDS))).isEmpty();
            assertThat(backups).hasValue(1);
            assertThat(runner.seen().allDestroyed()).isPositive();
            assertThat(runner.seen().allKeptByHolds()).isPositive();

            // The other one is a backup now: what was destroyed, held and released since is what it must not
            // contradict.
            ground.tellBucket();
            ground.putBackInto(other);
            assertThat(new JdbcTwins(ground.database(), other).differences()).isEmpty();
            TrailReport trail = TrailCheck.of(other, Set.of()).run(java.util.List.of());
            assertThat(trail.whole()).as("the trail is whole: %s", trail).isTrue();
        }
    }
}
