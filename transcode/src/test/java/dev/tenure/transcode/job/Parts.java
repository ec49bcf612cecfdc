package dev.tenure.transcode.job;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ItemTags;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.NewItem;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.embedded.EmbeddedDirectories;
import dev.tenure.embedded.EmbeddedPostgres;
import dev.tenure.embedded.EmbeddedS3;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.sealing.SealedLayout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ScriptUtils;

/** The database and the bucket that all workers share. */
final class Parts implements AutoCloseable {

    private static final Actor TEST = Actor.system("test");

    private final EmbeddedPostgres database;
    private final EmbeddedS3 store;
    private final Path vault;

    Parts(Path directory) throws SQLException {
        EmbeddedDirectories directories = EmbeddedDirectories.under(directory);
        this.database = EmbeddedPostgres.start(directories);
        this.store = EmbeddedS3.start(directories);
        this.vault = directory.resolve("vault.json");
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/catalog")
                .load()
                .migrate();
        try (var connection = source.getConnection()) {
            ScriptUtils.executeSqlScript(
                    connection, new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"));
        }
    }

    Path vault() {
        return vault;
    }

    Map<String, Object> properties() {
        return Map.of(
                "spring.datasource.url", database.jdbcUrl(),
                "spring.datasource.username", database.user(),
                "spring.datasource.password", database.password(),
                "tenure.store.endpoint", store.endpoint().toString(),
                "tenure.store.access-key", store.accessKey(),
                "tenure.store.secret-key", store.secretKey());
    }

    /** A recording that has arrived: its source is sealed in the bucket and the item is stored. */
    ItemId stored(Worker worker, Path source) throws IOException {
        worker.get(ObjectStore.class).ensureBucket();
        Account account = worker.get(Accounts.class).register("acme", "Acme");
        Meetings meetings = worker.get(Meetings.class);
        Meeting meeting = meetings.register(
                account.id(),
                new NewMeeting(
                        "weekly-1",
                        "Weekly planning",
                        Instant.parse("2026-05-04T09:30:00Z"),
                        Instant.parse("2026-05-04T10:30:00Z"),
                        ZoneId.of("Europe/Berlin"),
                        "ada",
                        List.of()));
        Notice notice = worker.get(Notices.class)
                .register(
                        account.id(),
                        NewNotice.of("spoken", 3, "en", "This meeting is recorded."),
                        Actor.system("test"));
        Items items = worker.get(Items.class);
        StoredObjects objects = worker.get(StoredObjects.class);
        Item item = items.announce(
                new NewItem(
                        account.id(),
                        meeting.id(),
                        ItemKind.RECORDING,
                        Instant.parse("2026-05-04T10:30:00Z"),
                        null,
                        notice.id(),
                        null,
                        "recording.mp4"),
                items.freshKey(account.id()),
                TEST);
        StoredObject object = objects.announce(
                        item.id(),
                        EnumSet.of(ItemState.RECEIVING),
                        ObjectRole.SOURCE,
                        "1",
                        "source.bin",
                        SealedLayout.partSizeFor(Files.size(source)),
                        "video/mp4")
                .orElseThrow();
        try (InputStream in = Files.newInputStream(source)) {
            objects.complete(
                    object.id(),
                    worker.get(ItemBytes.class).write(object, in, ItemTags.of(item, "2027-05-04T10:30:00Z")));
        }
        objects.publish(List.of(object.id()));
        if (!items.move(item.id(), ItemState.RECEIVING, ItemState.STORED, TEST, null)) {
            throw new AssertionError("the item was not stored");
        }
        return item.id();
    }

    /** The opened bytes of an object as a local file. */
    static Path download(Worker worker, StoredObject object, Path directory) throws IOException {
        Path file = directory.resolve(object.name());
        try (InputStream in = worker.get(ItemBytes.class)
                .open(object)
                .open(ByteRange.whole(object.complete().size()))) {
            Files.copy(in, file);
        }
        return file;
    }

    @Override
    public void close() {
        store.close();
        database.close();
    }
}
