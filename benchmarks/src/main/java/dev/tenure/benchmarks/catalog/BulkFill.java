package dev.tenure.benchmarks.catalog;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.SequencedSet;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Fills a catalog with meetings in the order in which they would have come: all accounts mixed, the largest with a sixth of everything, one to three
 * items each. Indexes are built afterwards; foreign keys are not looked at, so the role must be a superuser.
 */
final class BulkFill {

    static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    static final Duration SPAN = Duration.ofDays(1000);

    private static final List<String> TABLES =
            List.of("meeting", "participant", "item", "stored_object", "title_word", "participant_word");
    private static final String[] KINDS = {"RECORDING", "TRANSCRIPT", "CHAT"};

    private final DataSource database;
    private final PrintStream out;
    private final Vocabulary titles = Vocabulary.titles();
    private final Vocabulary firstNames = Vocabulary.names(300, "");
    private final Vocabulary lastNames = Vocabulary.names(8000, "son");
    private final Random random = new Random(1);

    BulkFill(DataSource database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    void fill(long items) throws SQLException {
        long start = System.nanoTime();
        accounts();
        List<String> rebuild = dropIndexes();
        copy(items);
        out.printf("  %,d items copied after %.0f s%n", items, seconds(start));
        for (String index : rebuild) {
            execute("SET maintenance_work_mem = '512MB'; " + index);
        }
        for (String table : TABLES) {
            execute("VACUUM ANALYZE " + table);
        }
        out.printf("  filled in %.0f s, %s on disk%n", seconds(start), size());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private String size() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_size_pretty(pg_database_size(current_database()))")) {
            row.next();
            return row.getString(1);
        }
    }

    private void accounts() throws SQLException {
        for (int rank = 0; rank < FilledAccount.COUNT; rank++) {
            FilledAccount account = FilledAccount.ranked(rank);
            execute("INSERT INTO account (id, slug, name) VALUES ('%s', '%s', 'Bench')"
                    .formatted(account.id(), account.slug()));
            List<String> people = new ArrayList<>();
            for (int host = 0; host < account.hosts(); host++) {
                people.add("('%s', '%s', '%s', 'Host', '{HOST}')"
                        .formatted(account.person(host), account.id(), FilledAccount.host(host)));
            }
            execute("INSERT INTO person (id, account_id, email, name, roles) VALUES " + String.join(", ", people));
        }
    }

    /** Drops what no foreign key stands on, and tells how to make it again. */
    private List<String> dropIndexes() throws SQLException {
        List<String> rebuild = new ArrayList<>();
        List<String> drop = new ArrayList<>();
        String tables = "('" + String.join("', '", TABLES) + "')";
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("""
                    SELECT CAST(conrelid AS regclass) AS of, conname, pg_get_constraintdef(oid) AS definition
                      FROM pg_constraint c
                     WHERE contype IN ('p', 'u') AND CAST(CAST(conrelid AS regclass) AS text) IN %s
                       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid)
                    """.formatted(tables))) {
                while (row.next()) {
                    String table = "ALTER TABLE " + row.getString("of");
                    drop.add(table + " DROP CONSTRAINT " + row.getString("conname"));
                    rebuild.add(
                            table + " ADD CONSTRAINT " + row.getString("conname") + " " + row.getString("definition"));
                }
            }
            try (ResultSet row = statement.executeQuery("""
                    SELECT indexname, indexdef FROM pg_indexes i
                     WHERE schemaname = 'public' AND tablename IN %s
                       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
                    """.formatted(tables))) {
                while (row.next()) {
                    drop.add("DROP INDEX " + row.getString("indexname"));
                    rebuild.add(row.getString("indexdef"));
                }
            }
        }
        for (String one : drop) {
            execute(one);
        }
        return rebuild;
    }

    private void copy(long items) throws SQLException {
        CopyStream meeting = stream(
                "meeting",
                "id, account_id, external_id, title, starts_at, ends_at, zone, host, title_words, participant_words");
        CopyStream participant = stream("participant", "meeting_id, ordinal, display_name, email");
        CopyStream item = stream(
                "item",
                "id, account_id, meeting_id, kind, state, anchor, file_name, trashed_at, trashed_from, progress, owner_id, recorded_at, host");
        CopyStream object = stream(
                "stored_object",
                "id, item_id, role, name, bucket, key, status, sealed, part_size, media_type, size, sha256, version_id");
        CopyStream titleWord = stream("title_word", "account_id, word, recorded_at, meeting_id");
        CopyStream participantWord = stream("participant_word", "account_id, word, recorded_at, meeting_id");
        List<FilledAccount> accounts = new ArrayList<>();
        double[] upTo = new double[FilledAccount.COUNT];
        for (int rank = 0; rank < FilledAccount.COUNT; rank++) {
            accounts.add(FilledAccount.ranked(rank));
            upTo[rank] = accounts.get(rank).share() + (rank == 0 ? 0 : upTo[rank - 1]);
        }
        String hash = "\\\\x" + "ab".repeat(32);
        long made = 0;
        while (made < items) {
            FilledAccount account = accounts.get(Vocabulary.sample(upTo, random));
            // To the quarter of an hour, as meetings end.
            long quarters = SPAN.toMinutes() / 15 * made / items;
            Instant ends = FIRST.plus(Duration.ofMinutes(15 * quarters));
            UUID id = id(ends);
            int hosting = (int) (account.hosts() * random.nextDouble() * random.nextDouble());
            String host = FilledAccount.host(hosting);
            SequencedSet<String> title = new LinkedHashSet<>();
            for (int i = 0; i < 2 + random.nextInt(5); i++) {
                title.add(titles.any(random));
            }
            SequencedSet<String> people = people(participant, id);
            meeting.row(
                    id,
                    account.id(),
                    id,
                    String.join(" ", title),
                    ends.minusSeconds(2700),
                    ends,
                    "Europe/Berlin",
                    host,
                    "{" + String.join(",", title) + "}",
                    "{\"" + String.join("\",\"", people) + "\"}");
            for (String word : title) {
                titleWord.row(account.id(), word, ends, id);
            }
            for (String word : people) {
                participantWord.row(account.id(), word, ends, id);
            }
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count && made < items; i++, made++) {
                UUID own = id(ends);
                String state = state();
                boolean trashed = state.equals("TRASHED");
                item.row(
                        own,
                        account.id(),
                        id,
                        KINDS[i],
                        state,
                        ends,
                        "recording.webm",
                        trashed ? ends.plusSeconds(86_400) : "\\N",
                        trashed ? "READY" : "\\N",
                        1,
                        account.person(hosting),
                        ends,
                        host);
                object.row(
                        id(ends),
                        own,
                        "SOURCE",
                        "source",
                        "tenure",
                        account.id() + "/" + own + "/source/1/source",
                        state.equals("PURGED") ? "GONE" : "VISIBLE",
                        true,
                        8 << 20,
                        "video/webm",
                        50_000_000 + random.nextInt(500_000_000),
                        hash,
                        "1");
            }
        }
        for (CopyStream stream : List.of(meeting, participant, item, object, titleWord, participantWord)) {
            stream.end();
        }
    }

    private SequencedSet<String> people(CopyStream participant, UUID meeting) throws SQLException {
        SequencedSet<String> words = new LinkedHashSet<>();
        int count = 2 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            String first = firstNames.any(random);
            String last = lastNames.any(random);
            words.add(first);
            words.add(last);
            String email = "\\N";
            if (random.nextInt(5) < 3) {
                email = first + "." + last + "@example.org";
                words.add(email);
            }
            participant.row(meeting, i, first + " " + last, email);
        }
        return words;
    }

    private String state() {
        int of = random.nextInt(100);
        return of < 88 ? "READY" : of < 93 ? "TRASHED" : of < 95 ? "QUARANTINED" : "PURGED";
    }

    /** As the product makes ids: by time, the rest random. */
    private UUID id(Instant at) {
        return new UUID(
                (at.toEpochMilli() << 16) | 0x7000 | random.nextInt(1 << 12),
                (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L);
    }

    private CopyStream stream(String table, String columns) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
        }
        return new CopyStream(connection, table, columns);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
