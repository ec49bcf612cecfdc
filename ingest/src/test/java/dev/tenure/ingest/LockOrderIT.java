package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.HoldLock;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Role;
import dev.tenure.ingest.notice.BroughtEvidence;
import dev.tenure.ingest.notice.EvidenceEvent;
import dev.tenure.ingest.notice.EvidenceEvent.Act;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import dev.tenure.ingest.notice.NoticeRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Who brings an upload and waits for another's transaction has locked nothing yet that the other wants next: or they would wait in a circle. */
@ExtendWith(IngestWorld.Shared.class)
class LockOrderIT {

    private static final Actor ACTOR = Actor.token("media-server");
    private static final NoticeRef CONSENT = new NoticeRef("spoken", 1, "en");

    private final IngestWorld world;
    private final Machine machine;
    private final AccountId account;
    private final NewUpload wish;
    private final Upload before;

    LockOrderIT(IngestWorld world) {
        this.world = world;
        this.machine = world.machine();
        this.account = world.anAccount();
        this.wish = world.aRecording(account, 1000);
        machine.the(Notices.class)
                .register(account, NewNotice.of("spoken", 1, "en", "This meeting is recorded."), ACTOR);
        this.before = machine.create(wish);
    }

    @Test
    void evidenceThatComesAlongWaitsForAHoldBeforeItLocksItems() throws Exception {
        Creation created = meets(
                () -> machine.the(HoldLock.class).alone(account),
                () -> machine.the(Uploads.class).create(wish.with(heard())),
                this::lockItem);
        assertThat(created).isInstanceOf(Creation.Created.class);
    }

    @Test
    void evidenceThatComesAlongWaitsForAPersonBeforeItLocksItems() throws Exception {
        Creation created =
                meets(this::addPerson, () -> machine.the(Uploads.class).create(wish.with(heard())), this::lockItem);
        assertThat(created).isInstanceOf(Creation.Created.class);
    }

    @Test
    void aCompanionWaitsForAPersonBeforeItLocksItsRecording() throws Exception {
        Creation created = meets(
                this::addPerson,
                () -> machine.the(Uploads.class).create(IngestWorld.of(wish, ItemKind.CHAT, "chat.txt")),
                this::lockItem);
        assertThat(created).isInstanceOf(Creation.Created.class);
    }

    @Test
    void partsAreClaimedInOrderWhicheverIsJoinedFirst() throws Exception {
        List<Upload> parts = Stream.of(aPart(), aPart())
                .sorted(Comparator.comparing(part -> part.id().value()))
                .toList();
        Upload low = parts.getFirst();
        Upload high = parts.getLast();
        Creation joined = meets(
                () -> lock(low),
                () -> machine.the(Uploads.class).join(world.aRecording(account, 1), List.of(high.id(), low.id())),
                () -> lock(high));

        assertThat(joined)
                .isInstanceOfSatisfying(
                        Creation.Created.class,
                        created -> assertThat(machine.the(Uploads.class).parts(created.upload()))
                                .containsExactly(high.id(), low.id()));
    }

    /** What {@code other} gives, which waits for a transaction that has done the first and, once it is waited for, does the next. */
    private <T> T meets(Runnable first, Callable<T> other, Runnable next) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<T> waiting = machine.the(TransactionTemplate.class).execute(status -> {
                first.run();
                Future<T> begun = thread.submit(other);
                Until.holds(this::waitedFor);
                next.run();
                return begun;
            });
            return waiting.get(60, TimeUnit.SECONDS);
        }
    }

    /** Whether somebody waits for the transaction of this very thread. */
    private boolean waitedFor() {
        return machine.the(JdbcClient.class)
                .sql(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))")
                .query(Boolean.class)
                .single();
    }

    private void lockItem() {
        assertThat(machine.the(Items.class).lock(before.item())).isPresent();
    }

    private void addPerson() {
        machine.the(People.class)
                .add(account, new NewPerson("ada@example.org", "Ada", Set.of(Role.HOST), List.of()), ACTOR);
    }

    private void lock(Upload part) {
        machine.the(JdbcClient.class)
                .sql("SELECT id FROM upload WHERE id = :id FOR UPDATE")
                .param("id", part.id().value())
                .query()
                .singleRow();
    }

    private Upload aPart() {
        Upload part = ((Creation.Created) machine.the(Uploads.class).createPartial(account, 500)).upload();
        machine.append(part, 0, IngestWorld.webm(500));
        return part;
    }

    private static BroughtEvidence heard() {
        return new BroughtEvidence(
                null,
                List.of(new EvidenceEvent(
                        "1",
                        new Participant("ana", "Ana", null, Strength.ACCOUNT),
                        Act.NOTICE_HEARD,
                        Instant.parse("2026-03-28T20:00:00Z"),
                        null,
                        CONSENT,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        false)));
    }
}
