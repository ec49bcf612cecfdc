package dev.tenure.app;

import dev.tenure.app.cli.CommandLineRoot;

/** The program. */
public final class Tenure {

    private Tenure() {}

    /** Runs a command and ends with its exit code; {@code up} goes on until it is stopped. */
    public static void main(String... arguments) {
        int code = CommandLineRoot.execute(arguments);
        if (code != CommandLineRoot.GOES_ON) {
            System.exit(code);
        }
    }
}
