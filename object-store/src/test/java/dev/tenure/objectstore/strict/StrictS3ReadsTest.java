package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.s3.S3Stores;
import dev.tenure.objectstore.strict.RawS3.Framing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ranges, conditions and headers of reads, as the adapter never asks for them and S3 answers them. */
class StrictS3ReadsTest {

    private static final ObjectKey KEY = new ObjectKey("folder/object");
    private static final byte[] BYTES = "what was written".getBytes(StandardCharsets.UTF_8);

    private final StrictS3 server = StrictS3.start();
    private final ObjectStore store = S3Stores.open(server.settings("reads", Duration.ofSeconds(60)));
    private final RawS3 raw = new RawS3(server);

    @BeforeEach
    void makeBucket() {
        store.ensureBucket();
    }

    @AfterEach
    void stop() {
        store.close();
        server.close();
    }

    private ObjectVersion put() {
        return store.put(KEY, BYTES, "text/plain", ObjectTags.of(Map.of("a", "b")));
    }

    private RawS3.Reply get(Map<String, String> headers) throws IOException, InterruptedException {
        return get("", headers);
    }

    private RawS3.Reply get(String query, Map<String, String> headers) throws IOException, InterruptedException {
        return raw.send(raw.signed("GET", "/reads/folder/object" + query, headers, new byte[0], Framing.PLAIN));
    }

    @Test
    void givesTheRangeThatIsAskedFor() throws IOException, InterruptedException {
        put();
        Map<String, String> range = Map.of("Range", "bytes=2-3");
        assertThat(get(range).body()).isEqualTo("at");
        assertThat(get(range).status()).isEqualTo(206);
        assertThat(get(Map.of("Range", "bytes=-3")).body()).isEqualTo("ten");
        assertThat(get(Map.of("Range", "bytes=13-")).body()).isEqualTo("ten");
        assertThat(get(Map.of("Range", "bytes=16-")).code()).isEqualTo("InvalidRange");
        assertThat(get(Map.of("Range", "bytes=-0")).status()).isEqualTo(416);
        assertThat(get(Map.of("Range", "bytes=3-2")).status()).isEqualTo(200);
    }

    @Test
    void answersConditionsOfReadsAndWrites() throws IOException, InterruptedException {
        put();
        String etag = get(Map.of()).headers().getOrDefault("etag", List.of()).getFirst();

        assertThat(get(Map.of("If-None-Match", etag)).status()).isEqualTo(304);
        assertThat(get(Map.of("If-None-Match", "\"x\"")).status()).isEqualTo(200);
        assertThat(get(Map.of("If-Match", "\"x\"")).status()).isEqualTo(412);
        assertThat(get(Map.of("If-Match", etag)).status()).isEqualTo(200);
        assertThat(overwrite(Map.of("If-Match", "\"x\"")).code()).isEqualTo("PreconditionFailed");
        assertThat(overwrite(Map.of("If-Match", etag)).status()).isEqualTo(200);
        assertThat(overwrite(Map.of("If-None-Match", etag)).code()).isEqualTo("NotImplemented");
    }

    private RawS3.Reply overwrite(Map<String, String> headers) throws IOException, InterruptedException {
        return raw.send(raw.signed("PUT", "/reads/folder/object", headers, new byte[1], Framing.PLAIN));
    }

    @Test
    void tellsWhatItKnowsOfAnObject() throws IOException, InterruptedException {
        ObjectVersion put = put();
        Map<String, List<String>> headers =
                get(Map.of("x-amz-checksum-mode", "ENABLED")).headers();

        assertThat(headers)
                .containsEntry("content-type", List.of("text/plain"))
                .containsEntry("x-amz-version-id", List.of(put.versionId()))
                .containsEntry("x-amz-tagging-count", List.of("1"))
                .containsKeys("etag", "last-modified", "x-amz-checksum-crc32", "x-amz-request-id")
                .doesNotContainKey("content-encoding");
    }

    @Test
    void readsOldVersionsAndNoMarkers() throws IOException, InterruptedException {
        ObjectVersion old = put();
        store.put(KEY, new byte[0], "text/plain", ObjectTags.none());
        String marker = server.bucket("reads").hide(KEY.value()).orElseThrow().id();

        assertThat(get("?versionId=" + old.versionId(), Map.of()).body())
                .isEqualTo(new String(BYTES, StandardCharsets.UTF_8));
        assertThat(get("?versionId=" + marker, Map.of()).code()).isEqualTo("MethodNotAllowed");
        assertThat(get("?versionId=v99", Map.of()).code()).isEqualTo("NoSuchVersion");
        assertThat(get("?versionId=", Map.of()).code()).isEqualTo("InvalidArgument");
        assertThat(get("?acl", Map.of()).code()).isEqualTo("NotImplemented");
    }
}
