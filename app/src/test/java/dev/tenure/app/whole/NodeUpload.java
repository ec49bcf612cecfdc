package dev.tenure.app.whole;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One upload by a JavaScript client, in a process of its own that tells what happens. */
final class NodeUpload implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int LIMIT_SECONDS = 90;

    private final Process process;
    private final BufferedWriter input;
    private final Path errors;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private final List<JsonNode> seen = new ArrayList<>();

    private NodeUpload(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        input = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        Thread.ofVirtual().start(this::listen);
    }

    /** What a client is to do, in the words of {@code upload.mjs}. */
    static final class Task {

        private final Map<String, Object> words = new LinkedHashMap<>();
        private final Map<String, Object> options = new LinkedHashMap<>();

        Task(Http http, Path file, Map<String, String> metadata) {
            words.put("client", "tus");
            words.put("endpoint", http.server().resolve(Recordings.UPLOADS).toString());
            words.put("token", http.token());
            words.put("file", file.toString());
            words.put("metadata", metadata);
            words.put("options", options);
        }

        Task with(String word, Object value) {
            words.put(word, value);
            return this;
        }

        /** An option of the client itself. */
        Task option(String name, Object value) {
            options.put(name, value);
            return this;
        }

        NodeUpload start() {
            try {
                Path programs = NodePrograms.installed();
                Path errors = Files.createTempFile(programs, "upload", ".err");
                Process process = new ProcessBuilder("node", "upload.mjs")
                        .directory(programs.toFile())
                        .redirectError(errors.toFile())
                        .start();
                NodeUpload upload = new NodeUpload(process, errors);
                upload.say(JSON.writeValueAsString(words));
                return upload;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().map(JSON::readTree).forEach(events::add);
        } catch (IOException | UncheckedIOException ended) {
            // What it told until then is there.
        }
    }

    private void say(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(said(), e);
        }
    }

    /** Lets it go on where it waits. */
    void goOn() {
        say("go");
    }

    /** What it told when this happened first; others of its words are passed over. */
    JsonNode await(String event) {
        try {
            while (true) {
                JsonNode next = events.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError("no '" + event + "' of the client: " + said());
                }
                seen.add(next);
                String name = next.get("event").asString();
                if (name.equals(event)) {
                    return next;
                }
                if (name.equals("error")) {
                    throw new AssertionError("not '" + event + "' but " + next + ": " + said());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** How often it told of this until now. */
    long count(String event) {
        return seen.stream()
                .filter(one -> one.get("event").asString().equals(event))
                .count();
    }

    private String said() {
        try {
            return seen + " " + Files.readString(errors);
        } catch (IOException e) {
            return seen.toString();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
