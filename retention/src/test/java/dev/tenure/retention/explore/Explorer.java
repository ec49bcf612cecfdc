package dev.tenure.retention.explore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs actors in every order in which at most so many of them are interrupted although they could go on: each run repeats the choices of an earlier one up
 * to some point and chooses otherwise there. An actor stops before each statement that others could get into the way of, and before each commit; one that
 * waits for a lock is not chosen until it got it, which the database is asked about. Who is interrupted by a lock, or is done, costs nothing.
 */
public final class Explorer {

    /** How long an actor is waited for before the database is asked whether it waits for a lock. */
    private static final long A_WHILE_MILLIS = 1;

    /** An actor that is neither here nor blocked after so long is stuck, and so is the test. */
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private static final int NOBODY = -1;

    private final IntPredicate waitsForLock;
    private final int interruptions;

    /**
     * @param waitsForLock whether the session of the database with this process id waits for a lock
     * @param interruptions how many at most of one run
     */
    public Explorer(IntPredicate waitsForLock, int interruptions) {
        this.waitsForLock = waitsForLock;
        this.interruptions = interruptions;
    }

    /** One run's world: what each actor does, by name, and what must hold afterwards. */
    public interface Round {

        Map<String, Runnable> actors();

        /** What is wrong now that all have done; empty where nothing is. */
        List<String> violations();
    }

    /** An order in which something went wrong. */
    public record Violation(List<String> steps, List<String> problems) {}

    /**
     * What was found.
     *
     * @param orders how many were run
     */
    public record Findings(int orders, List<Violation> violations) {}

    private record Decision(List<Integer> enabled, int current, int chosen, int interrupted) {}

    /** Runs all orders, each in a round of its own; stops at the first that goes wrong. */
    public Findings explore(Supplier<Round> rounds) {
        Deque<List<Integer>> pending = new ArrayDeque<>();
        pending.push(List.of());
        int orders = 0;
        while (!pending.isEmpty()) {
            List<Integer> prefix = pending.pop();
            List<Decision> decisions = new ArrayList<>();
            Violation violation = run(rounds.get(), prefix, decisions);
            orders++;
            if (violation != null) {
                return new Findings(orders, List.of(violation));
            }
            for (int i = prefix.size(); i < decisions.size(); i++) {
                branch(decisions, i, pending);
            }
        }
        return new Findings(orders, List.of());
    }

    private void branch(List<Decision> decisions, int at, Deque<List<Integer>> pending) {
        Decision decision = decisions.get(at);
        for (int other : decision.enabled()) {
            if (other != decision.chosen() && decision.interrupted() + cost(decision, other) <= interruptions) {
                List<Integer> choices = new ArrayList<>();
                decisions.subList(0, at).forEach(before -> choices.add(before.chosen()));
                choices.add(other);
                pending.push(choices);
            }
        }
    }

    private static int cost(Decision decision, int choice) {
        return choice != decision.current() && decision.enabled().contains(decision.current()) ? 1 : 0;
    }

    private @Nullable Violation run(Round round, List<Integer> prefix, List<Decision> decisions) {
        Semaphore news = new Semaphore(0);
        List<Actor> actors = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        new LinkedHashMap<>(round.actors()).forEach((name, act) -> {
            Actor actor = new Actor(name, news);
            actors.add(actor);
            threads.add(actor.start(act));
        });
        List<String> steps = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        try {
            int current = NOBODY;
            int interrupted = 0;
            while (true) {
                settle(actors, news);
                List<Integer> enabled = at(actors, Actor.Place.AT_POINT);
                if (enabled.isEmpty()) {
                    at(actors, Actor.Place.BLOCKED)
                            .forEach(stuck -> problems.add(
                                    "deadlock: " + actors.get(stuck).name() + " waits for ever"));
                    break;
                }
                int chosen = decisions.size() < prefix.size()
                        ? prefix.get(decisions.size())
                        : enabled.contains(current) ? current : enabled.getFirst();
                if (!enabled.contains(chosen)) {
                    throw new IllegalStateException(
                            "the same choices led elsewhere; actor " + chosen + " cannot go on: " + steps);
                }
                Decision decision = new Decision(enabled, current, chosen, interrupted);
                decisions.add(decision);
                interrupted += cost(decision, chosen);
                current = chosen;
                Actor actor = actors.get(chosen);
                steps.add(actor.name() + ": " + actor.next().strip().replaceAll("\\s+", " "));
                actor.step();
            }
        } finally {
            actors.forEach(Actor::letGo);
            threads.forEach(Explorer::join);
        }
        actors.stream()
                .filter(actor -> actor.failure() != null)
                .forEach(actor -> problems.add(actor.name() + " failed: " + actor.failure()));
        problems.addAll(round.violations());
        return problems.isEmpty() ? null : new Violation(steps, problems);
    }

    private static List<Integer> at(List<Actor> actors, Actor.Place place) {
        return IntStream.range(0, actors.size())
                .filter(i -> actors.get(i).place() == place)
                .boxed()
                .toList();
    }

    /** Until each is at a point, done, or waits for a lock that one of those holds: whoever arrives may have let go what another waits for. */
    private void settle(List<Actor> actors, Semaphore news) {
        boolean freed = true;
        while (freed) {
            freed = false;
            for (Actor actor : actors) {
                if (actor.place() == Actor.Place.RUNNING) {
                    settle(actor, news);
                }
            }
            // Nobody runs any more: who waits now waits until another is told to go on.
            for (Actor actor : actors) {
                if (actor.place() == Actor.Place.BLOCKED) {
                    settle(actor, news);
                    freed |= actor.place() != Actor.Place.BLOCKED;
                }
            }
        }
    }

    private void settle(Actor actor, Semaphore news) {
        long began = System.nanoTime();
        while (actor.place() == Actor.Place.RUNNING || actor.place() == Actor.Place.BLOCKED) {
            if (actor.place() == Actor.Place.RUNNING && arrives(actor, news)) {
                return;
            }
            if (actor.session() != 0 && waitsForLock.test(actor.session())) {
                actor.blocked();
                return;
            }
            if (System.nanoTime() - began > PATIENCE_NANOS) {
                throw new IllegalStateException("actor " + actor.name() + " is stuck in " + actor.next());
            }
            arrives(actor, news);
        }
    }

    /** Waits a while for the actor to come to a point or to its end. */
    private static boolean arrives(Actor actor, Semaphore news) {
        if (actor.place() == Actor.Place.RUNNING || actor.place() == Actor.Place.BLOCKED) {
            try {
                // News of others, or of before, only have it looked once more.
                boolean _ = news.tryAcquire(A_WHILE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the exploration was interrupted", e);
            }
        }
        return actor.place() == Actor.Place.AT_POINT || actor.place() == Actor.Place.DONE;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the exploration was interrupted", e);
        }
    }
}
