package dev.tenure.app.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which database the servers of a data directory work on, kept in {@code <data>/database}: so that a command that finds another one, because its
 * shell has other variables, does not take that one's word for what may be destroyed. No user and no password is part of it.
 */
final class KnownDatabase {

    static final String EMBEDDED = "embedded PostgreSQL";

    private static final Pattern URL =
            Pattern.compile("jdbc:postgresql:(?://(?:[^@/?]*@)?([^/?]*)/)?([^?]*)(?:\\?.*)?");

    private KnownDatabase() {}

    private static Path file(Path data) {
        return data.resolve("database");
    }

    /** Host, port and name out of a JDBC address. */
    static String named(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            return "the database of TENURE_DB_URL";
        }
        String host = Objects.requireNonNullElse(parts.group(1), "");
        return (host.isEmpty() ? "localhost" : host) + "/" + parts.group(2);
    }

    /** What the last server worked on; empty where none of this version ran. */
    static Optional<String> read(Path data) {
        try {
            return Files.exists(file(data))
                    ? Optional.of(Files.readString(file(data)).strip())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file(data) + " cannot be read", e);
        }
    }

    /** Notes it, whole or not at all. */
    static void write(Path data, String database) {
        if (read(data).filter(database::equals).isPresent()) {
            return;
        }
        try {
            Path whole = Files.createTempFile(data, "database", ".new");
            Files.writeString(whole, database + "\n");
            Files.move(whole, file(data), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("which database is used could not be noted in " + file(data), e);
        }
    }
}
