package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.StoreFeatures;
import dev.tenure.objectstore.StoreFeatures.BatchDelete;
import dev.tenure.objectstore.StoreFeatures.Checksums;
import dev.tenure.objectstore.StoreFeatures.UploadListing;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A server with neither versions nor tags nor locks, which checks every signature and lets one of many writers through. */
class S3ProxyIT extends S3ServerContract {

    @TempDir
    private static Path directory;

    private static S3ProxyServer server;
    private static S3UnderTest target;

    S3ProxyIT() {
        different(
                "listsAndDeletesNamesWithEmptySegments",
                "it drops empty segments of a path before it checks the signature, so nobody can write such a key");
        different(
                "takesNoPartOfAnUploadThatIsGone",
                "it takes any part without a look at the upload; what was not begun cannot be completed all the same");
    }

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = S3ProxyServer.start(directory);
        S3Settings settings = S3UnderTest.settings(
                server.endpoint(), "us-east-1", "contract", S3ProxyServer.ACCESS_KEY, S3ProxyServer.SECRET_KEY);
        StoreFeatures features = new StoreFeatures(
                false, false, false, true, UploadListing.BY_PREFIX, BatchDelete.CHECKSUM, Checksums.SUPPORTED);
        target = new S3UnderTest("S3Proxy 4.1.0", settings, features);
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
