package dev.tenure.app.demo;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;

/** Prints steps, facts and progress bars; bars move only on a terminal. */
final class Screen {

    private static final int BAR = 28;

    private final PrintStream out;
    private final boolean moving = onTerminal();
    private final long started = System.nanoTime();
    private int step;

    Screen(PrintStream out) {
        this.out = out;
    }

    private static boolean onTerminal() {
        Console console = System.console();
        return Objects.nonNull(console) && console.isTerminal();
    }

    void step(String title) {
        out.printf(Locale.ROOT, "%n%2d  %s%n", ++step, title);
    }

    void fact(String name, Object value) {
        out.printf(Locale.ROOT, "      %-12s %s%n", name, value);
    }

    void line(String text) {
        out.println("      " + text);
    }

    void bar(String name, double fraction, String note) {
        if (moving) {
            out.print("\r      " + drawn(name, fraction, note));
            out.flush();
        }
    }

    void barDone(String name, String note) {
        out.println((moving ? "\r      " : "      ") + drawn(name, 1, note));
    }

    private static String drawn(String name, double fraction, String note) {
        int full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
        return String.format(
                        Locale.ROOT,
                        "%-12s %s%s %3.0f %%  %-24s",
                        name,
                        "█".repeat(full),
                        "░".repeat(BAR - full),
                        fraction * 100,
                        note)
                .stripTrailing();
    }

    static String size(long bytes) {
        return bytes < 10_000
                ? bytes + " B"
                : bytes < 10_000_000
                        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
                        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    long seconds() {
        return (System.nanoTime() - started) / 1_000_000_000L;
    }
}
