package dev.tenure.retention.explore;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Somebody who works in a thread of their own and goes on only when told to. */
final class Actor {

    /** Longer than any statement takes that nobody is in the way of. */
    private static final long PATIENCE_SECONDS = 60;

    private static final ThreadLocal<@Nullable Actor> CURRENT = new ThreadLocal<>();

    /** Where an actor is. */
    enum Place {
        AT_POINT,
        RUNNING,
        BLOCKED,
        DONE
    }

    private final String name;
    private final Semaphore news;
    private final Semaphore go = new Semaphore(0);
    private volatile Place place = Place.RUNNING;
    private volatile int session;
    private volatile String next = "";
    private volatile boolean free;
    private volatile @Nullable Throwable failure;

    /** @param news released whenever the actor arrives somewhere */
    Actor(String name, Semaphore news) {
        this.name = name;
        this.news = news;
    }

    static @Nullable Actor ofThisThread() {
        return CURRENT.get();
    }

    Thread start(Runnable act) {
        return Thread.ofPlatform().daemon().name("actor " + name).start(() -> {
            CURRENT.set(this);
            try {
                point("begin");
                act.run();
            } catch (Throwable thrown) {
                failure = thrown;
            } finally {
                arrive(Place.DONE);
            }
        });
    }

    void session(int id) {
        session = id;
    }

    /** Waits here until it is let go on. */
    void point(String what) {
        if (free) {
            return;
        }
        next = what;
        arrive(Place.AT_POINT);
        try {
            if (!go.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody lets actor " + name + " go on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("actor " + name + " was interrupted", e);
        }
    }

    private void arrive(Place there) {
        synchronized (this) {
            place = there;
        }
        news.release();
    }

    /** Lets it go on to its next point. */
    void step() {
        place = Place.RUNNING;
        go.release();
    }

    /** Lets it go on to its end, without any stop. */
    void letGo() {
        free = true;
        go.release();
    }

    Place place() {
        return place;
    }

    void blocked() {
        synchronized (this) {
            if (place == Place.RUNNING) {
                place = Place.BLOCKED;
            }
        }
    }

    int session() {
        return session;
    }

    String next() {
        return next;
    }

    String name() {
        return name;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }
}
