package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.PresignedRead;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Addresses under which a stranger reads one object for a while. */
abstract class SharingContract extends Behaviours {

    private static final Duration LIFETIME = Duration.ofMinutes(5);
    /** What a server's clock may show beside ours. */
    private static final Duration CLOCKS = Duration.ofSeconds(2);

    private final ObjectKey key = folder.key("shared");
    private final byte[] bytes = random(1000);
    private final HttpClient stranger = HttpClient.newHttpClient();

    SharingContract(ObjectStoreContract server) {
        super(server);
    }

    @AfterEach
    void closeClient() {
        stranger.close();
    }

    private URI share(Duration lifetime) {
        assumeTrue(server.hasAddresses(), "has no addresses");
        put(key, bytes);
        PresignedRead shared = store.presign(key, lifetime);
        assertThat(shared.toString()).doesNotContainIgnoringCase("signature");
        return shared.address();
    }

    private HttpResponse<byte[]> get(URI address) throws IOException, InterruptedException {
        return stranger.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void showsAnObjectToWhoeverHasItsAddress() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(share(LIFETIME));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(bytes);
    }

    @Test
    void showsARangeOfWhatIsShared() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = stranger.send(
                HttpRequest.newBuilder(share(LIFETIME))
                        .header("Range", "bytes=100-199")
                        .build(),
                BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(bytes, 100, 200));
    }

    @Test
    void refusesAnAddressThatWasChanged() throws IOException, InterruptedException {
        String address = share(LIFETIME).toString();
        put(folder.key("other"), random(1));
        int signature = address.indexOf("X-Amz-Signature=") + "X-Amz-Signature=".length();
        char first = address.charAt(signature) == '0' ? '1' : '0';

        assertThat(get(URI.create(address.substring(0, signature) + first + address.substring(signature + 1)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(get(URI.create(address.replace("/shared?", "/other?"))).statusCode())
                .isEqualTo(403);
        assertThat(get(URI.create(address.replace("X-Amz-Expires=300", "X-Amz-Expires=3000")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesAnAddressWithoutItsSignature() throws IOException, InterruptedException {
        URI address = share(LIFETIME);

        assertThat(get(URI.create(address.toString().replaceAll("\\?.*", ""))).statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesAnAddressThatHasExpired() throws IOException, InterruptedException {
        URI address = share(Duration.ofSeconds(1));
        Instant late = Instant.now().plusSeconds(1).plus(CLOCKS);

        int status;
        do {
            status = get(address).statusCode();
        } while (status == 200 && Instant.now().isBefore(late));

        assertThat(status).isEqualTo(403);
    }

    @Test
    void refusesAnythingButReading() throws IOException, InterruptedException {
        URI address = share(LIFETIME);

        int written = stranger.send(
                        HttpRequest.newBuilder(address)
                                .PUT(BodyPublishers.ofString("other"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        int deleted = stranger.send(HttpRequest.newBuilder(address).DELETE().build(), BodyHandlers.discarding())
                .statusCode();

        assertThat(written).isEqualTo(403);
        assertThat(deleted).isEqualTo(403);
        assertThat(get(address).body()).isEqualTo(bytes);
    }

    @Test
    void signsForNoLongerThanAWeek() {
        assumeTrue(server.hasAddresses(), "has no addresses");

        assertThatIllegalArgumentException().isThrownBy(() -> store.presign(key, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.presign(key, Duration.ofDays(7).plusSeconds(1)));
    }
}
