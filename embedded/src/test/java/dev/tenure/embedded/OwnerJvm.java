package dev.tenure.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Another JVM that owns a PostgreSQL and an S3 server, for tests that kill it or compete with it. */
final class OwnerJvm implements AutoCloseable {

    private final Process process;
    private final List<String> firstLine;

    private OwnerJvm(Process process, List<String> firstLine) {
        this.process = process;
        this.firstLine = firstLine;
    }

    static OwnerJvm start(EmbeddedDirectories directories) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OwnerJvm.class.getName(),
                        directories.data().toString(),
                        directories.cache().toString())
                .directory(new File("/"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("owns ") || line.startsWith("refused ")) {
                return new OwnerJvm(process, List.of(line.split(" ", -1)));
            }
        }
        throw new IOException("the other JVM said nothing");
    }

    boolean refused() {
        return firstLine.getFirst().equals("refused");
    }

    String saying() {
        return String.join(" ", firstLine);
    }

    long pid() {
        return process.pid();
    }

    long postgres() {
        return Long.parseLong(firstLine.get(1));
    }

    long s3() {
        return Long.parseLong(firstLine.get(2));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void main(String[] args) throws IOException {
        EmbeddedDirectories directories = new EmbeddedDirectories(Path.of(args[0]), Path.of(args[1]));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(directories);
                EmbeddedS3 s3 = EmbeddedS3.start(directories)) {
            System.out.println("owns " + postgres.pid() + " " + s3.pid());
            // Until the test ends us, one way or another.
            System.in.read();
        } catch (EmbeddedPartFailed e) {
            System.out.println("refused " + e.getMessage());
        }
    }
}
