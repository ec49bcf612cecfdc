package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.strict.StrictS3;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The adapter and the strict server keep the contract together, with every feature in use. */
class StrictS3Test extends S3ServerContract {

    private static StrictS3 server;
    private static S3UnderTest target;

    @BeforeAll
    static void start() {
        server = StrictS3.start();
        target = new S3UnderTest("strict", server.settings("contract", Duration.ofSeconds(60)), StrictS3.EVERYTHING);
        try (ObjectStore store = target.another()) {
            store.ensureBucket();
        }
    }

    @AfterAll
    static void stop() {
        target.close();
        server.close();
    }

    @Override
    S3UnderTest target() {
        return target;
    }
}
