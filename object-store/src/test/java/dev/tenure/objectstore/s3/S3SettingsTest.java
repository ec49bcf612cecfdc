package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class S3SettingsTest {

    @Test
    void neverPrintsItsKeys() {
        S3Settings settings = new S3Settings(
                URI.create("http://127.0.0.1:9"),
                "eu-1",
                "bucket",
                "my-access-key",
                "my-secret-key",
                true,
                null,
                Duration.ofSeconds(1));

        assertThat(settings.toString())
                .contains("bucket", "eu-1")
                .doesNotContain("my-access-key")
                .doesNotContain("my-secret-key");
    }
}
