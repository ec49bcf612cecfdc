package dev.tenure.embedded.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Runs another main class for as long as standard input stays open.
 *
 * <p>Arguments: a lock file, the main class, its arguments. The other end of standard input is held by the owning
 * process alone, so the kernel itself reports that process's death as end of file, however it died. The lock keeps
 * two servers off the same files in the moment in which the old one still ends and the next one starts.
 */
public final class GuardedMain {

    /** Longest time that an orderly end may take; past it the JVM halts. The files are safe either way. */
    private static final long ORDERLY_END_MILLIS = 5_000;

    private GuardedMain() {}

    public static void main(String[] args) throws IOException, ReflectiveOperationException {
        InputStream lifeline = System.in;
        Thread watch = new Thread(() -> endWith(lifeline), "owner watch");
        watch.setDaemon(true);
        watch.start();
        FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock();
        if (!lock.isValid()) {
            throw new IOException("cannot lock " + args[0]);
        }
        Class.forName(args[1]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 2, args.length));
    }

    private static void endWith(InputStream lifeline) {
        try {
            while (lifeline.read() >= 0) {
                // Nothing is ever sent: the stream's end is the message.
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Thread lastResort = new Thread(GuardedMain::haltLater, "last resort");
            lastResort.setDaemon(true);
            lastResort.start();
            System.exit(0);
        }
    }

    private static void haltLater() {
        try {
            TimeUnit.MILLISECONDS.sleep(ORDERLY_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }
}
