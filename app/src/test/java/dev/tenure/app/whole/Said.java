package dev.tenure.app.whole;

import dev.tenure.app.cli.CommandLineRoot;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command said, with both of its voices, and its exit code. */
record Said(int code, String text) {

    /** Runs a command in this process. */
    static Said by(String... arguments) {
        ByteArrayOutputStream heard = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream ear = new PrintStream(heard, true, StandardCharsets.UTF_8)) {
            System.setOut(ear);
            System.setErr(ear);
            int code = CommandLineRoot.execute(arguments);
            return new Said(code, heard.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
