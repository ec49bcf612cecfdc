package dev.tenure.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DigestsTest {

    private final Digests digests = new Digests();
    private final UploadId id = new UploadId(new UUID(7, 7));

    @Test
    void carriesADigestFromRequestToRequest() {
        MessageDigest digest = digests.take(id, 0).orElseThrow();
        digest.update(new byte[5]);
        digests.put(id, digest, 5);

        assertThat(digests.take(id, 5)).containsSame(digest);
        assertThat(digests.take(id, 5)).as("given to one only").isEmpty();
    }

    @Test
    void givesOneOfExactlyTheseBytesOnly() {
        digests.put(id, Digests.sha256(), 5);
        assertThat(digests.take(id, 6)).isEmpty();
        assertThat(digests.take(new UploadId(new UUID(8, 8)), 5)).isEmpty();
    }

    @Test
    void beginsAnewWithTheFirstByte() {
        MessageDigest stale = Digests.sha256();
        digests.put(id, stale, 5);

        assertThat(digests.take(id, 0)).isPresent().get().isNotSameAs(stale);
    }

    @Test
    void forgetsTheOldestRatherThanGrowWithoutEnd() {
        for (int i = 0; i <= 10_000; i++) {
            digests.put(new UploadId(new UUID(1, i)), Digests.sha256(), 5);
        }
        assertThat(digests.take(new UploadId(new UUID(1, 0)), 5)).isEmpty();
        assertThat(digests.take(new UploadId(new UUID(1, 1)), 5)).isPresent();
    }
}
