package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class QuotaIT {

    private final IngestWorld world;

    QuotaIT(IngestWorld world) {
        this.world = world;
    }

    private Machine machine(int uploads, long bytes) {
        return world.boot(
                world.store(),
                Map.of("tenure.ingest.max-unfinished", uploads, "tenure.ingest.max-unfinished-bytes", bytes + "B"));
    }

    @Test
    void nobodySlipsByWhoeverCreatesAtOnce() throws InterruptedException, ExecutionException {
        AccountId account = world.anAccount();
        try (Machine one = machine(5, 1000);
                Machine other = machine(5, 1000);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            NewUpload wish = world.aRecording(account, 10);
            List<Future<Creation>> wishes = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                Machine on = i % 2 == 0 ? one : other;
                boolean partial = i % 3 == 0;
                wishes.add(threads.submit(() -> partial
                        ? on.the(Uploads.class).createPartial(account, 10)
                        : on.the(Uploads.class).create(wish)));
            }
            int created = 0;
            for (Future<Creation> each : wishes) {
                switch (each.get()) {
                    case Creation.Created made -> created++;
                    case Creation.Refused refused ->
                        assertThat(refused.reason()).isEqualTo(Creation.Reason.OVER_QUOTA);
                }
            }
            assertThat(created).isEqualTo(5);
            assertThat(one.the(JdbcClient.class)
                            .sql("""
                                    SELECT count(*) FROM item
                                     WHERE account_id = :account AND NOT EXISTS (SELECT FROM upload WHERE item_id = item.id)
                                    """)
                            .param("account", account.value())
                            .query(Long.class)
                            .single())
                    .as("items of what was refused")
                    .isZero();
        }
    }

    @Test
    void whatEndsIsFreeAtOnce() throws IOException {
        AccountId account = world.anAccount();
        try (Machine machine = machine(100, 250)) {
            Upload finished = machine.create(world.aRecording(account, 100));
            Upload terminated = machine.create(world.aRecording(account, 100));
            assertOverQuota(machine, account);
            assertThat(machine.the(Uploads.class).create(world.aRecording(world.anAccount(), 100)))
                    .as("another account's")
                    .isInstanceOf(Creation.Created.class);

            machine.append(finished, 0, webm(100));
            machine.create(world.aRecording(account, 100));
            assertOverQuota(machine, account);

            machine.the(Uploads.class).terminate(account, terminated.id(), Actor.token("recorder"));
            Upload expired = machine.create(world.aRecording(account, 100));
            assertOverQuota(machine, account);

            machine.the(JdbcClient.class)
                    .sql("UPDATE upload SET expires_at = clock_timestamp() - interval '1 second' WHERE id = :id")
                    .param("id", expired.id().value())
                    .update();
            machine.the(Reaping.class).reap(100);
            machine.create(world.aRecording(account, 100));
        }
    }

    private void assertOverQuota(Machine machine, AccountId account) {
        assertThat(machine.the(Uploads.class).create(world.aRecording(account, 100)))
                .isInstanceOfSatisfying(
                        Creation.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Creation.Reason.OVER_QUOTA));
    }

    @Test
    void anUploadOfUnknownLengthReservesWhatCame() {
        AccountId account = world.anAccount();
        try (Machine machine = machine(100, 1000)) {
            Upload growing = machine.create(world.aRecording(account, NewUpload.UNKNOWN_LENGTH));
            machine.create(world.aRecording(account, 400));

            assertThat(machine.append(growing, 0, webm(500))).isEqualTo(new Appending.Stored(500, false));
            assertThat(machine.append(growing, 500, webm(200)))
                    .isInstanceOfSatisfying(
                            Appending.OverQuota.class,
                            over -> assertThat(over.offset()).isEqualTo(600));
            Portion told = new Portion(600, 0, 601, null);
            assertThat(machine.append(growing, told, new ByteArrayInputStream(new byte[0])))
                    .isInstanceOf(Appending.OverQuota.class);
            Portion fits = new Portion(600, 0, 600, null);
            assertThat(machine.append(growing, fits, new ByteArrayInputStream(new byte[0])))
                    .isEqualTo(new Appending.Stored(600, true));
        }
    }
}
