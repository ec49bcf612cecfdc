package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up within a time. A look-up is a call of the system that nobody can break off: it stays on a thread of its own until it ends, and whoever asked
 * goes on. Those threads are none of the virtual ones, whose carriers a hanging server for names would take away one by one, and there are few of them:
 * with all of them hanging, no name is found any more, in time, until one is free.
 */
final class TimelyNames implements Names {

    private final Names names;
    private final Duration limit;
    private final Semaphore room;

    /**
     * Makes names of names.
     *
     * @param limit too short finds no name over a slow line, too long keeps whoever asks waiting for a server that is dead
     * @param atOnce look-ups under way; too few make many callers wait for a slow server, too many are threads that hang about
     */
    TimelyNames(Names names, Duration limit, int atOnce) {
        this.names = names;
        this.limit = limit;
        this.room = new Semaphore(atOnce, true);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            if (!room.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new UnknownHostException("too many names are being looked up");
            }
            FutureTask<InetAddress[]> lookUp = begun(host);
            return lookUp.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            throw new UnknownHostException("there was no answer within " + limit.toMillis() + " ms");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("the look-up was broken off on our side");
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof UnknownHostException unknown) {
                throw unknown;
            }
            throw new IllegalStateException("a look-up failed", failure.getCause());
        }
    }

    private FutureTask<InetAddress[]> begun(String host) {
        FutureTask<InetAddress[]> lookUp = new FutureTask<>(() -> lookUp(host));
        boolean started = false;
        try {
            Thread.ofPlatform().daemon().name("name-look-up").start(lookUp);
            started = true;
        } finally {
            if (!started) {
                room.release();
            }
        }
        return lookUp;
    }

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        try {
            return names.resolve(host);
        } finally {
            room.release();
        }
    }
}
