package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.zaxxer.hikari.HikariDataSource;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.KeyVault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** All beans of one process: its own connections, locks and memory. Closing it is its death. */
final class Machine implements AutoCloseable {

    static final long MAX_SIZE = 100L << 20;

    private final HikariDataSource dataSource;
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Machine(
            HikariDataSource dataSource,
            ObjectStore store,
            KeyVault vault,
            Path trailKey,
            Map<String, Object> settings) {
        this.dataSource = dataSource;
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("special", settings));
        context.getEnvironment()
                .getPropertySources()
                .addLast(new MapPropertySource(
                        "test",
                        Map.of(
                                "tenure.ingest.max-upload-size",
                                MAX_SIZE + "B",
                                "tenure.manifests.settle",
                                "0s",
                                "tenure.trail.signing-key",
                                trailKey.toString(),
                                "tenure.ingest.text.scratch",
                                trailKey.resolveSibling("text").toString())));
        context.registerBean(DataSource.class, () -> dataSource);
        // The machines share one store; a context closes what it makes itself.
        context.getBeanFactory().registerSingleton("store", store);
        context.registerBean(KeyVault.class, () -> vault);
        context.register(Transactions.class, IngestConfiguration.class);
        context.scan(
                "dev.tenure.objectstore.sealing",
                "dev.tenure.catalog",
                "dev.tenure.ingest.quarantine",
                "dev.tenure.ingest.notice",
                "dev.tenure.ingest.companion",
                "dev.tenure.ingest.inspect");
        context.refresh();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Transactions {

        @Bean
        JdbcClient database(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        TransactionTemplate transaction(PlatformTransactionManager manager) {
            return new TransactionTemplate(manager);
        }
    }

    @Override
    public void close() {
        context.close();
        dataSource.close();
    }

    <T> T the(Class<T> type) {
        return context.getBean(type);
    }

    Upload create(NewUpload wish) {
        if (the(Uploads.class).create(wish) instanceof Creation.Created(Upload upload)) {
            return upload;
        }
        throw new AssertionError("refused: " + wish);
    }

    Upload now(Upload upload) {
        return the(Uploads.class).find(upload.account(), upload.id()).orElseThrow();
    }

    Appending append(Upload upload, long offset, byte[] bytes) {
        return append(upload, offset, bytes.length, new ByteArrayInputStream(bytes));
    }

    Appending append(Upload upload, Portion portion, InputStream bytes) {
        return the(Uploads.class).append(upload.account(), upload.id(), portion, bytes);
    }

    Appending append(Upload upload, long offset, long announced, InputStream bytes) {
        return the(Uploads.class).append(upload.account(), upload.id(), Portion.at(offset, announced), bytes);
    }

    Item item(Upload upload) {
        return the(Items.class).find(upload.item()).orElseThrow();
    }

    StoredObject source(Upload upload) {
        return the(StoredObjects.class).find(upload.object()).orElseThrow();
    }

    /** Everything that the bucket holds of the upload's item. */
    List<ObjectVersion> versions(Upload upload) {
        return the(ObjectStore.class).listVersions(StoredObject.prefixOf(upload.account(), upload.item()));
    }

    byte[] content(Upload upload) throws IOException {
        StoredObject source = source(upload);
        try (InputStream stream = the(ItemBytes.class)
                .open(source)
                .open(ByteRange.whole(source.complete().size()))) {
            return stream.readAllBytes();
        }
    }

    /** The upload became a stored item with exactly these bytes. */
    void assertStored(Upload upload, byte[] content) throws IOException {
        Upload after = now(upload);
        assertThat(after.finished()).isTrue();
        assertThat(after.storedBytes()).isEqualTo(content.length);
        Item item = item(upload);
        assertThat(item.problem()).isNull();
        assertThat(item.state()).isEqualTo(ItemState.STORED);
        StoredObject source = source(upload);
        assertThat(source.status()).isEqualTo(StoredObject.Status.VISIBLE);
        assertThat(source.complete().size()).isEqualTo(content.length);
        assertThat(source.complete().sha256()).isEqualTo(IngestWorld.hash(content));
        assertThat(content(upload)).isEqualTo(content);
    }

    /** Nothing is left beside the one source object. */
    void assertNothingElseLeft(Upload upload) {
        assertThat(versions(upload))
                .extracting(version -> version.key().value(), ObjectVersion::deleteMarker)
                .containsExactly(tuple(source(upload).key().value(), false));
        assertThat(the(ObjectStore.class).listUploads(StoredObject.prefixOf(upload.account(), upload.item())))
                .isEmpty();
    }
}
