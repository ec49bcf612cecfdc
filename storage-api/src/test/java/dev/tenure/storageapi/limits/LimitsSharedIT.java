package dev.tenure.storageapi.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One quota for several servers, which tell each other beside the requests. */
class LimitsSharedIT {

    private static final long QUOTA = 1000;
    private static final long TWENTIETH = 50;

    /** Nothing worth mentioning fills up again during a test. */
    private static final Duration WINDOW = Duration.ofDays(1);

    private static QuotaDatabase database;

    private final String whose = "caller " + UUID.randomUUID();
    private final List<Limits> servers = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        database = new QuotaDatabase();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
    }

    private Limits server() {
        Limits server = new Limits(database, WINDOW);
        servers.add(server);
        return server;
    }

    @AfterEach
    void closeServers() {
        servers.forEach(Limits::close);
    }

    @Test
    void onlyTheFirstRequestOfACallerWaitsForTheDatabase() {
        Limits server = server();
        assertThat(server.take(whose, QUOTA).granted()).isTrue();
        CountDownLatch gate = database.hesitate();
        try {
            // Whoever waits for the closed gate hangs: this loop ends only because nobody does.
            for (int i = 2; i <= TWENTIETH; i++) {
                assertThat(server.take(whose, QUOTA))
                        .extracting(Quota::granted, Quota::left)
                        .containsExactly(true, QUOTA - i);
            }
        } finally {
            gate.countDown();
        }
        // A server that comes new asks, and is told what the first one let through meanwhile.
        holds(() -> server().look(whose, QUOTA).left() == QUOTA - TWENTIETH);
    }

    @Test
    void whoWouldKeepTheOthersInTheDarkForTooMuchWaits() throws Exception {
        Limits server = server();
        server.take(whose, QUOTA);
        CountDownLatch gate = database.hesitate();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 2; i <= TWENTIETH; i++) {
                server.take(whose, QUOTA);
            }
            Thread[] waiting = new Thread[1];
            Future<Quota> next = threads.submit(() -> {
                waiting[0] = Thread.currentThread();
                return server.take(whose, QUOTA);
            });
            holds(() -> next.isDone() || waits(waiting[0]));
            assertThat(next.isDone()).isFalse();
            gate.countDown();
            assertThat(next.get(30, TimeUnit.SECONDS).granted()).isTrue();
        } finally {
            gate.countDown();
        }
    }

    private static boolean waits(@Nullable Thread thread) {
        return thread != null
                && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.BLOCKED);
    }

    @Test
    void serversTogetherLetThroughATwentiethEachTooMuchAtMost() throws Exception {
        List<Limits> fleet = List.of(server(), server(), server());
        long granted = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> eager = new ArrayList<>();
            for (Limits server : fleet) {
                for (int i = 0; i < 4; i++) {
                    eager.add(threads.submit(() -> untilRefused(server)));
                }
            }
            for (Future<Long> one : eager) {
                granted += one.get();
            }
        }
        // One more may have filled up again.
        assertThat(granted).isBetween(QUOTA, QUOTA + fleet.size() * TWENTIETH + 1);
    }

    private long untilRefused(Limits server) {
        long granted = 0;
        while (server.take(whose, QUOTA).granted()) {
            granted++;
        }
        return granted;
    }

    @Test
    void whatWasLetThroughIsToldWithoutAnotherRequest() {
        Limits server = server();
        server.take(whose, QUOTA);
        server.take(whose, QUOTA);
        server.take(whose, QUOTA);
        holds(() -> server().look(whose, QUOTA).left() == QUOTA - 3);
    }

    @Test
    void whileTheDatabaseIsDownEachServerCountsForItselfAndTellsLater() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Settlements.class);
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
        Limits server = server();
        String known = whose + " known";
        server.take(known, QUOTA);
        database.fail(true);
        try {
            for (int i = 0; i < 300; i++) {
                assertThat(server.take(whose, QUOTA).granted()).isTrue();
                assertThat(server.take(known, QUOTA).granted()).isTrue();
            }
            assertThat(untilRefused(server)).isBetween(QUOTA - 300, QUOTA - 299);
            int asked = database.asked();
            holds(() -> database.asked() >= asked + 2);
        } finally {
            database.fail(false);
        }
        holds(() -> server().look(known, QUOTA).left() == QUOTA - 301);
        holds(() -> !server().look(whose, QUOTA).granted());
        logger.detachAppender(log);
        assertThat(log.list)
                .as("once that it fails, once that it works again")
                .extracting(event -> event.getLevel().toString())
                .containsExactly("WARN", "INFO");
    }

    private static void holds(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 30 s").isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
