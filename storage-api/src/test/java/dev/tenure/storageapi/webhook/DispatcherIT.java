package dev.tenure.storageapi.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.EventId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Expected;
import dev.tenure.storageapi.webhook.Deliveries.Attempt;
import dev.tenure.storageapi.webhook.Deliveries.Delivery;
import dev.tenure.storageapi.webhook.Deliveries.State;
import dev.tenure.storageapi.webhook.Receiver.Message;
import dev.tenure.storageapi.webhook.WebhookWorld.Made;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

@ExtendWith(WebhookWorld.Shared.class)
class DispatcherIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final WebhookWorld world;
    private final AccountId account;

    DispatcherIT(WebhookWorld world) {
        this.world = world;
        this.account = world.anAccount();
    }

    private static void run(Dispatcher worker) {
        worker.nudge();
        assertThat(worker.quiet(PATIENCE)).isTrue();
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        CountDownLatch never = new CountDownLatch(1);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            try {
                assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void tellsOfEachEventOnceAndSignedWhenTwoWorkersSend() {
        try (Receiver receiver = Receiver.answering(204)) {
            Made made = world.aWebhook(account, receiver.url());
            List<String> events = new ArrayList<>();
            for (int i = 0; i < 150; i++) {
                events.add(world.anEvent(account).toString());
            }
            Dispatcher one = world.worker();
            Dispatcher other = world.worker();
            await("all are delivered", () -> {
                Thread beside = Thread.ofVirtual().start(one::nudge);
                other.nudge();
                join(beside);
                return receiver.messages().size() >= events.size();
            });
            assertThat(one.quiet(PATIENCE) && other.quiet(PATIENCE)).isTrue();
            assertThat(receiver.ids()).containsExactlyInAnyOrderElementsOf(events);
            assertThat(receiver.messages()).allMatch(message -> message.genuine(made.secret()));
            assertThat(world.deliveries(made.webhook()))
                    .hasSize(events.size())
                    .allMatch(delivery -> delivery.state() == State.DELIVERED
                            && delivery.attempts().size() == 1);
            assertThat(world.now(made.webhook()).lastSuccessAt()).isEqualTo(world.now());
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A worker's death: nothing of what it was about to do is done. */
    private static final class Killed extends Error {
        Killed() {
            super("killed", null, false, false);
        }
    }

    /** Transactions of a worker that dies when it is about to record what came of a request. */
    private record Mortal(TransactionOperations real) implements TransactionOperations {

        @Override
        public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
            return real.execute(action);
        }

        @Override
        public void executeWithoutResult(Consumer<TransactionStatus> action) {
            throw new Killed();
        }
    }

    @Test
    void sendsAgainUnderTheSameIdWhatAWorkerSentThatDiedBeforeItSaidSo() {
        try (Receiver receiver = Receiver.answering(200)) {
            Made made = world.aWebhook(account, receiver.url());
            String event = world.anEvent(account).toString();
            run(world.worker(new Mortal(world.the(TransactionOperations.class))));
            assertThat(receiver.ids()).containsExactly(event);
            Dispatcher survivor = world.worker();
            run(survivor);
            assertThat(receiver.ids())
                    .as("nobody takes it while its claim lasts")
                    .hasSize(1);
            world.advance(Deliveries.LEASE);
            run(survivor);
            assertThat(receiver.ids()).containsExactly(event, event);
            assertThat(receiver.messages().stream().map(Message::body).distinct())
                    .hasSize(1);
            assertThat(receiver.messages()).allMatch(message -> message.genuine(made.secret()));
            world.advance(Duration.ofDays(1));
            run(survivor);
            assertThat(receiver.ids()).hasSize(2);
        }
    }

    @Test
    void triesForThreeDaysThenGivesUpAndStopsSendingThere() {
        try (Receiver receiver = Receiver.answering(503)) {
            Made made = world.aWebhook(account, receiver.url());
            world.anEvent(account);
            Dispatcher worker = world.worker();
            run(worker);
            run(worker);
            assertThat(receiver.messages()).as("not before its time").hasSize(1);
            for (int i = 0; i < 30; i++) {
                world.advance(Duration.ofHours(12));
                run(worker);
            }
            assertThat(receiver.messages()).hasSize(RetrySchedule.ATTEMPTS);
            Delivery delivery = world.deliveries(made.webhook()).getFirst();
            assertThat(delivery.state()).isEqualTo(State.FAILED);
            assertThat(delivery.attempts())
                    .hasSize(RetrySchedule.ATTEMPTS)
                    .extracting(Attempt::status)
                    .containsOnly(503);
            Webhook webhook = world.now(made.webhook());
            assertThat(webhook.enabled()).isFalse();
            assertThat(webhook.disabledReason())
                    .contains("Nothing was delivered since")
                    .contains("503");
            assertThat(world.trail(account)).containsExactly("webhook.created", "webhook.disabled");
        }
    }

    @Test
    void goesOnSendingToAReceiverThatOnlyRefusesSome() {
        AtomicInteger refusals = new AtomicInteger();
        AtomicBoolean first = new AtomicBoolean(true);
        List<String> refused = new ArrayList<>();
        try (Receiver receiver = new Receiver(message -> {
            synchronized (refused) {
                if (first.getAndSet(false)) {
                    refused.add(message.id());
                }
                if (refused.contains(message.id())) {
                    refusals.incrementAndGet();
                    return 400;
                }
                return 200;
            }
        })) {
            Made made = world.aWebhook(account, receiver.url());
            Dispatcher worker = world.worker();
            world.anEvent(account);
            run(worker);
            for (int i = 0; i < 30; i++) {
                world.advance(Duration.ofHours(12));
                world.anEvent(account);
                run(worker);
            }
            assertThat(refusals).hasValue(RetrySchedule.ATTEMPTS);
            assertThat(world.now(made.webhook()).enabled()).isTrue();
        }
    }

    @Test
    void stopsAtOnceWhereTheReceiverSaysItIsGone() {
        try (Receiver receiver = Receiver.answering(410)) {
            Made made = world.aWebhook(account, receiver.url());
            world.anEvent(account);
            Dispatcher worker = world.worker();
            run(worker);
            assertThat(world.now(made.webhook()).disabledReason()).contains("410");
            world.anEvent(account);
            world.advance(Duration.ofDays(1));
            run(worker);
            assertThat(receiver.messages()).hasSize(1);
            assertThat(world.trail(account)).containsExactly("webhook.created", "webhook.disabled");
        }
    }

    @Test
    void takesOnlyTwoHundredsForSuccess() {
        for (int status : new int[] {302, 307, 400, 404, 429, 500}) {
            try (Receiver receiver = Receiver.answering(status)) {
                Made made = world.aWebhook(account, receiver.url());
                world.anEvent(account);
                run(world.worker());
                assertThat(world.deliveries(made.webhook()).getFirst().state()).isEqualTo(State.PENDING);
                assertThat(receiver.messages()).hasSize(1);
                world.the(Webhooks.class).delete(account, made.webhook().id(), Expected.ANY, WebhookWorld.ACTOR);
            }
        }
    }

    @Test
    void signsWithBothSecretsForADayAfterARotation() {
        try (Receiver receiver = Receiver.answering(200)) {
            Made made = world.aWebhook(account, receiver.url());
            String anew = world.the(Webhooks.class)
                    .rotate(made.webhook(), world.now(), WebhookWorld.ACTOR)
                    .orElseThrow()
                    .text();
            Dispatcher worker = world.worker();
            world.anEvent(account);
            run(worker);
            Message both = receiver.messages().getLast();
            assertThat(both.genuine(made.secret())).isTrue();
            assertThat(both.genuine(anew)).isTrue();
            assertThat(both.signature().split(" ", -1)).hasSize(2);
            world.advance(Webhooks.OVERLAP);
            world.anEvent(account);
            run(worker);
            assertThat(receiver.messages().getLast().signature().split(" ", -1)).hasSize(1);
        }
    }

    @Test
    void keepsSecretsSealed() {
        Made made = world.aWebhook(account, "http://127.0.0.1:1/in");
        byte[] kept = world.database()
                .sql("SELECT secret FROM webhook WHERE id = :id")
                .param("id", made.webhook().id().value())
                .query(byte[].class)
                .single();
        byte[] clear = Base64.getDecoder().decode(made.secret().substring("whsec_".length()));
        assertThat(HexFormat.of().formatHex(kept)).doesNotContain(HexFormat.of().formatHex(clear));
    }

    @Test
    void aReceiverThatIsSlowKeepsNobodyElseWaiting() throws InterruptedException {
        CountDownLatch patience = new CountDownLatch(1);
        AtomicInteger under = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Receiver slow = new Receiver(message -> {
                    most.accumulateAndGet(under.incrementAndGet(), Math::max);
                    awaitLatch(patience);
                    under.decrementAndGet();
                    return 200;
                });
                Receiver quick = Receiver.answering(200)) {
            world.aWebhook(account, slow.url());
            world.aWebhook(account, quick.url());
            for (int i = 0; i < 50; i++) {
                world.anEvent(account);
            }
            Dispatcher worker = world.worker();
            worker.nudge();
            await("the quick one has everything", () -> quick.messages().size() == 50);
            assertThat(under.get()).isPositive();
            patience.countDown();
            assertThat(worker.quiet(PATIENCE)).isTrue();
            assertThat(slow.messages()).hasSize(50);
            assertThat(most.get()).isLessThanOrEqualTo(4);
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tellsEachWebhookOfWhatItWantsOnly() {
        AccountId other = world.anAccount();
        try (Receiver all = Receiver.answering(200);
                Receiver trashed = Receiver.answering(200);
                Receiver foreign = Receiver.answering(200)) {
            world.aWebhook(account, all.url());
            Made some = world.aWebhook(account, trashed.url(), EventType.ITEM_TRASHED);
            world.aWebhook(other, foreign.url());
            String ready = world.anEvent(account).toString();
            String test = world.the(Webhooks.class)
                    .test(some.webhook(), WebhookWorld.ACTOR)
                    .toString();
            run(world.worker());
            assertThat(all.ids()).containsExactly(ready);
            assertThat(trashed.ids()).containsExactly(test);
            assertThat(foreign.ids()).isEmpty();
        }
    }

    @Test
    void sendsTheSameAgainWhenAsked() {
        try (Receiver receiver = Receiver.answering(200)) {
            Made made = world.aWebhook(account, receiver.url());
            EventId event = world.anEvent(account);
            Dispatcher worker = world.worker();
            run(worker);
            Webhooks webhooks = world.the(Webhooks.class);
            assertThat(webhooks.replay(account, event, world.now(), WebhookWorld.ACTOR))
                    .hasValue(1);
            run(worker);
            assertThat(webhooks.replay(
                            made.webhook(),
                            world.now().minus(Duration.ofHours(1)),
                            world.now().plus(Duration.ofHours(1)),
                            world.now(),
                            WebhookWorld.ACTOR))
                    .isEqualTo(1);
            assertThat(webhooks.replay(
                            made.webhook(),
                            world.now().minus(Duration.ofHours(2)),
                            world.now().minus(Duration.ofHours(1)),
                            world.now(),
                            WebhookWorld.ACTOR))
                    .isZero();
            run(worker);
            assertThat(receiver.ids()).containsOnly(event.toString()).hasSize(3);
            assertThat(receiver.messages().stream().map(Message::body).distinct())
                    .hasSize(1);
            assertThat(webhooks.replay(world.anAccount(), event, world.now(), WebhookWorld.ACTOR))
                    .isEmpty();
        }
    }

    @Test
    void refusesToSendInsideAtTheAttemptToo() {
        Made made = world.aWebhook(account, "http://[::1]:1/in");
        world.anEvent(account);
        run(world.worker());
        Attempt attempt = world.deliveries(made.webhook()).getFirst().attempts().getFirst();
        assertThat(attempt.status()).isNull();
        assertThat(attempt.problem()).contains("does not resolve to addresses that may be reached");
    }

    @Test
    void anAccountHasOnlySoManyWebhooks() {
        for (int i = 0; i < Webhooks.MOST; i++) {
            world.aWebhook(account, "http://127.0.0.1:1/in");
        }
        Webhook more = new Webhook(
                new WebhookId(UUID.randomUUID()), account, "x", "", List.of(), true, null, world.now(), null, null, 1);
        assertThat(world.the(Webhooks.class).create(more, WebhookWorld.ACTOR)).isEmpty();
    }
}
