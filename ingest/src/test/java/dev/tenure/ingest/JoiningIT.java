package dev.tenure.ingest;

import static dev.tenure.ingest.IngestWorld.PART;
import static dev.tenure.ingest.IngestWorld.webm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKeys;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.ingest.quarantine.Quarantine;
import dev.tenure.ingest.quarantine.QuarantineCause;
import dev.tenure.ingest.quarantine.QuarantineReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(IngestWorld.Shared.class)
class JoiningIT {

    private final IngestWorld world;
    private final Machine machine;

    JoiningIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
    }

    @Test
    void joinsPartialUploadsInTheOrderThatIsAskedFor() throws IOException {
        byte[] content = webm(3 * PART + 12_345);
        List<Upload> parts = parts(machine, content, 100, PART + 5, PART);

        Upload whole = join(machine, parts);
        awaitFinished(whole);

        machine.assertStored(whole, content);
        machine.assertNothingElseLeft(whole);
        for (Upload part : parts) {
            assertThat(machine.now(part).gone()).isTrue();
            assertThat(machine.versions(part)).isEmpty();
            assertThat(machine.append(part, part.length(), new byte[0])).isEqualTo(new Appending.Gone());
        }
    }

    @Test
    void partialUploadsAreNoItems() throws IOException {
        byte[] content = webm(1000);
        Upload part = parts(machine, content).getFirst();
        assertThat(machine.the(Items.class).find(part.item())).isEmpty();
        assertThat(machine.now(part).complete()).isTrue();
        assertThat(machine.the(Finishing.class).finishPending(10)).isZero();
    }

    @Test
    void keepsTheVaultsKeyThatTheyAreSealedUnder() throws IOException {
        byte[] content = webm(1000);
        Upload part = parts(machine, content).getFirst();
        String key = Objects.requireNonNull(machine.now(part).stagingKey()).vaultKeyId();
        ItemKeys keys = machine.the(ItemKeys.class);
        long needing = keys.wrappedBy().getOrDefault(key, 0L);
        awaitFinished(join(machine, List.of(part)));
        // One for the item that it became, none for itself.
        assertThat(keys.wrappedBy()).containsEntry(key, needing);
        assertThat(keys.retire(key)).isEqualTo(needing);
        Upload other = partial(machine, 100);
        assertThat(keys.wrappedBy()).containsEntry(key, needing + 1);
        machine.the(JdbcClient.class)
                .sql("INSERT INTO retired_vault_key (vault_key_id) VALUES ('gone')")
                .update();
        assertThatThrownBy(() -> machine.the(JdbcClient.class)
                        .sql(
                                "INSERT INTO upload SELECT (jsonb_populate_record(u, :changed::jsonb)).* FROM upload u WHERE id = :id")
                        .param("changed", "{\"vault_key_id\": \"gone\"}")
                        .param("id", other.id().value())
                        .update())
                .hasMessageContaining("was retired meanwhile");
    }

    @Test
    void joinsNothingThatIsNotWholePartialAndUnused() {
        Uploads uploads = machine.the(Uploads.class);
        Upload whole = parts(machine, webm(50)).getFirst();
        Upload unfinished = partial(machine, 100);
        Upload single = machine.create(world.aRecording(100));
        Upload foreign = ((Creation.Created) uploads.createPartial(world.anAccount(), 100)).upload();
        assertRefused(List.of(whole, unfinished), Creation.Reason.PART_UNFIT);
        assertRefused(List.of(whole, single), Creation.Reason.PART_UNFIT);
        assertRefused(List.of(whole, foreign), Creation.Reason.PART_UNKNOWN);
        Upload joined = join(machine, List.of(whole));
        assertRefused(List.of(whole), Creation.Reason.PART_UNFIT);
        assertThat(machine.append(joined, 0, new byte[1])).isEqualTo(new Appending.Joined());
        awaitFinished(joined);
    }

    private void assertRefused(List<Upload> parts, Creation.Reason reason) {
        Creation outcome = machine.the(Uploads.class)
                .join(world.aRecording(1), parts.stream().map(Upload::id).toList());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Creation.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    /** Changes made to the bucket: begin, parts, complete; deletions of the parts' bytes come after. */
    @Test
    void goesOnWhereverAMachineDied() throws IOException {
        byte[] content = webm(2 * PART + 99);
        for (int fatal = 1; fatal <= 6; fatal++) {
            List<Upload> parts = parts(machine, content, 5, PART);
            CrashingStore crashing = new CrashingStore(world.store(), fatal, fatal % 2 == 0);
            Upload whole;
            try (Machine doomed = world.boot(crashing.asStore())) {
                whole = join(doomed, parts);
                Until.holds(() -> crashing.diedAt() != null);
            }
            machine.the(Joining.class).joinPending(1);
            machine.the(Finishing.class).finishPending(1);
            machine.assertStored(whole, content);
            machine.the(Reaping.class).reap(1);
            for (Upload part : parts) {
                assertThat(machine.versions(part)).as("death %d", fatal).isEmpty();
            }
        }
    }

    @Test
    void givesTheWholeUpWithItsParts() {
        List<Upload> parts = parts(machine, webm(2000), 1000);
        Upload whole = ((Creation.Created) announceOnly(parts)).upload();
        assertThat(machine.the(Uploads.class)
                        .terminate(
                                whole.account(), whole.id(), world.aRecording(1).actor()))
                .isEqualTo(new Termination.Done());
        assertThat(machine.item(whole).state()).isEqualTo(ItemState.REJECTED);
        machine.the(Reaping.class).reap(10);
        for (Upload part : parts) {
            assertThat(machine.now(part).gone()).isTrue();
            assertThat(machine.versions(part)).isEmpty();
        }
    }

    @Test
    void aPersonLearnsOfAPartThatCannotBeRead() {
        List<Upload> parts = parts(machine, webm(PART + 1000), 1000);
        Upload lost = parts.get(1);
        world.store().deleteVersions(machine.versions(lost));
        Upload whole = ((Creation.Created) announceOnly(parts)).upload();
        failUntilQuarantined(machine, whole);

        Item item = machine.item(whole);
        assertThat(item.problem()).contains(lost.id().toString(), "send the recording again");
        Quarantine quarantine = machine.the(Quarantine.class);
        assertThat(quarantine.reasons(item.id()))
                .extracting(QuarantineReason::cause)
                .containsExactly(QuarantineCause.PARTS_UNREADABLE);
        assertThat(quarantine.waive(
                        item.account(),
                        item.id(),
                        Set.of(QuarantineCause.PARTS_UNREADABLE),
                        "never mind",
                        Expected.ANY,
                        Actor.token("officer")))
                .isInstanceOf(Quarantine.Outcome.Impossible.class);
        assertThat(machine.versions(parts.getFirst()))
                .as("what can be read stays")
                .hasSize(1);

        // They delete it. Until it is past restoring, nothing else goes.
        Items items = machine.the(Items.class);
        items.move(item.id(), ItemState.QUARANTINED, ItemState.TRASHED, Actor.token("host"), null);
        tryAgain(machine, whole);
        assertThat(machine.versions(parts.getFirst())).hasSize(1);
        items.move(item.id(), ItemState.TRASHED, ItemState.DESTROYING, Actor.token("host"), null);
        tryAgain(machine, whole);
        assertThat(machine.versions(parts.getFirst())).isEmpty();
        assertThat(machine.now(whole).finished()).isTrue();
        for (Upload part : parts) {
            assertThat(machine.now(part).gone()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void goesOnByItselfOnceItsPartsCanBeRead(WithholdingStore.How how) throws IOException {
        byte[] content = webm(PART + 1000);
        List<Upload> parts = parts(machine, content, 1000);
        WithholdingStore withholding = new WithholdingStore(
                world.store(), machine.versions(parts.get(1)).getFirst().key(), how);
        try (Machine other = world.boot(withholding.asStore())) {
            Upload whole = ((Creation.Created) announceOnly(parts)).upload();
            if (how == WithholdingStore.How.UNREACHABLE) {
                for (int i = 0; i <= FailedJoins.BEFORE_QUARANTINE; i++) {
                    tryAgain(other, whole);
                }
                assertThat(other.item(whole).state())
                        .as("an outage says nothing of an item")
                        .isEqualTo(ItemState.RECEIVING);
            } else {
                failUntilQuarantined(other, whole);
            }
            withholding.giveBack();
            tryAgain(other, whole);
            other.assertStored(whole, content);
            other.assertNothingElseLeft(whole);
            for (Upload part : parts) {
                assertThat(machine.versions(part)).isEmpty();
            }
        }
    }

    @Test
    void whatIsDeletedWhileItIsJoinedAtLastCanBeRestored() throws IOException {
        byte[] content = webm(PART + 1000);
        List<Upload> parts = parts(machine, content, 1000);
        WithholdingStore withholding = new WithholdingStore(
                world.store(), machine.versions(parts.get(1)).getFirst().key(), WithholdingStore.How.GONE);
        try (Machine other = world.boot(withholding.asStore())) {
            Upload whole = ((Creation.Created) announceOnly(parts)).upload();
            failUntilQuarantined(other, whole);
            withholding.giveBack(() -> move(other, whole, ItemState.QUARANTINED, ItemState.TRASHED));
            tryAgain(other, whole);
            assertThat(other.item(whole).state()).isEqualTo(ItemState.TRASHED);
            assertThat(other.now(whole).finished()).isFalse();
            for (Upload part : parts) {
                assertThat(machine.versions(part)).isNotEmpty();
            }
            move(other, whole, ItemState.TRASHED, ItemState.QUARANTINED);
            tryAgain(other, whole);
            other.assertStored(whole, content);
            other.assertNothingElseLeft(whole);
        }
    }

    private static void move(Machine on, Upload whole, ItemState from, ItemState to) {
        assertThat(on.the(Items.class).move(whole.item(), from, to, Actor.system("test"), null))
                .isTrue();
    }

    private void failUntilQuarantined(Machine on, Upload whole) {
        for (int failures = 1; failures <= FailedJoins.BEFORE_QUARANTINE; failures++) {
            assertThat(on.item(whole).state()).isEqualTo(ItemState.RECEIVING);
            tryAgain(on, whole);
            // Its time has not come again.
            on.the(Joining.class).joinPending(10);
            assertThat(on.the(JdbcJoins.class).failures(whole.id())).isEqualTo(failures);
        }
        assertThat(on.item(whole).state()).isEqualTo(ItemState.QUARANTINED);
    }

    /** Once its time has come. */
    private static void tryAgain(Machine on, Upload whole) {
        on.the(JdbcClient.class)
                .sql("UPDATE upload SET join_next_at = NULL WHERE id = :id")
                .param("id", whole.id().value())
                .update();
        on.the(Joining.class).joinPending(10);
    }

    private Creation announceOnly(List<Upload> parts) {
        return machine.the(Announcing.class)
                .joined(world.aRecording(1), parts.stream().map(Upload::id).toList());
    }

    private Upload join(Machine on, List<Upload> parts) {
        Creation outcome = on.the(Uploads.class)
                .join(world.aRecording(1), parts.stream().map(Upload::id).toList());
        return ((Creation.Created) outcome).upload();
    }

    private Upload partial(Machine on, long length) {
        return ((Creation.Created) on.the(Uploads.class).createPartial(world.account(), length)).upload();
    }

    /** Sends the content as partial uploads of these lengths, and one of what is left. */
    private List<Upload> parts(Machine on, byte[] content, int... lengths) {
        List<Upload> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= lengths.length; i++) {
            int length = i < lengths.length ? lengths[i] : content.length - from;
            Upload part = partial(on, length);
            assertThat(on.append(part, 0, Arrays.copyOfRange(content, from, from + length)))
                    .isEqualTo(new Appending.Stored(length, true));
            parts.add(part);
            from += length;
        }
        return parts;
    }

    private void awaitFinished(Upload upload) {
        Until.holds(() -> machine.now(upload).finished()
                && machine.the(Uploads.class).parts(upload).stream()
                        .allMatch(part -> machine.versions(machine.the(Uploads.class)
                                        .find(upload.account(), part)
                                        .orElseThrow())
                                .isEmpty()));
    }
}
