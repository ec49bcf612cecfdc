package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectTags;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

/** SeaweedFS in one container with one identity, where a container engine runs. */
@Testcontainers(disabledWithoutDocker = true)
class SeaweedFsIT extends S3ServerContract {

    private static final String VERSION = "4.48";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int S3_PORT = 8333;
    private static final String ACCESS_KEY = "contract-access-key";
    private static final String SECRET_KEY = "contract-secret-key";
    private static final String CONFIGURATION = "/etc/seaweedfs/s3.json";
    private static final String IDENTITIES = """
            {"identities": [{
              "name": "contract",
              "credentials": [{"accessKey": "%s", "secretKey": "%s"}],
              "actions": ["Admin", "Read", "Write", "List", "Tagging"]
            }]}
            """.formatted(ACCESS_KEY, SECRET_KEY);

    @Container
    private static final GenericContainer<?> CONTAINER = new GenericContainer<>("chrislusf/seaweedfs:" + VERSION)
            .withCopyToContainer(Transferable.of(IDENTITIES), CONFIGURATION)
            .withCommand("server", "-s3", "-dir=/data", "-s3.config=" + CONFIGURATION, "-master.volumeSizeLimitMB=64")
            .withExposedPorts(S3_PORT)
            .waitingFor(Wait.forHttp("/")
                    .forPort(S3_PORT)
                    .forStatusCodeMatching(status -> status == 200 || status == 403)
                    .withStartupTimeout(START_LIMIT));

    private static S3UnderTest target;

    @BeforeAll
    static void open() {
        URI endpoint = URI.create("http://" + CONTAINER.getHost() + ":" + CONTAINER.getMappedPort(S3_PORT));
        S3Settings settings = S3UnderTest.settings(endpoint, "us-east-1", "contract", ACCESS_KEY, SECRET_KEY);
        awaitWrites(settings);
        target = new S3UnderTest("SeaweedFS " + VERSION, settings, FeatureTrial.of(settings));
    }

    /** The S3 part listens before the part that stores is ready. Each try paces itself by the client's own retries. */
    private static void awaitWrites(S3Settings settings) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (ObjectStore store = S3Stores.open(settings)) {
            while (true) {
                try {
                    store.ensureBucket();
                    store.put(new ObjectKey("ready"), new byte[1], "text/plain", ObjectTags.none());
                    return;
                } catch (ObjectStoreException notYet) {
                    if (!notYet.worthRetrying() || System.nanoTime() > deadline) {
                        throw notYet;
                    }
                }
            }
        }
    }

    @AfterAll
    static void close() {
        target.close();
    }

    @Override
    S3UnderTest target() {
        return target;
    }
}
