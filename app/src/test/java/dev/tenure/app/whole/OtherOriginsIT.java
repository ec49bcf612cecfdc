package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of an origin that the site names may upload, in a browser; nobody else's, and nothing else. */
@ExtendWith(World.Shared.class)
class OtherOriginsIT {

    private static final String ALLOWED = "Access-Control-Allow-Origin";

    private final World world;
    private final Http http;

    OtherOriginsIT(World world) {
        this.world = world;
        this.http = world.owner();
    }

    /** What a browser asks before it lets a page send the request. */
    private Http.Answer preflight(String path, String origin, String method, String headers) {
        return world.nobody()
                .send(
                        "OPTIONS",
                        path,
                        BodyPublishers.noBody(),
                        "Origin",
                        origin,
                        "Access-Control-Request-Method",
                        method,
                        "Access-Control-Request-Headers",
                        headers);
    }

    private Http.Answer tus(String origin, String method, String path, byte[] bytes, String... headers) {
        String[] all = Stream.concat(Stream.of("Origin", origin, "Tus-Resumable", "1.0.0"), Arrays.stream(headers))
                .toArray(String[]::new);
        return http.send(method, path, BodyPublishers.ofByteArray(bytes), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "HEAD", "PATCH", "DELETE"})
    void aBrowserLearnsThatItMay(String method) {
        Http.Answer asked = preflight(
                        Recordings.UPLOADS + "/x",
                        World.RECORDER_ORIGIN,
                        method,
                        "authorization,content-type,tus-resumable,upload-concat,upload-defer-length,upload-length,"
                                + "upload-metadata,upload-offset,upload-checksum,x-request-id")
                .expect(200);
        assertThat(asked.header(ALLOWED)).isEqualTo(World.RECORDER_ORIGIN);
        assertThat(asked.header("Access-Control-Allow-Methods")).contains(method);
        assertThat(asked.header("Access-Control-Allow-Headers").toLowerCase(Locale.ROOT))
                .contains("authorization", "tus-resumable", "upload-metadata", "upload-offset");
        assertThat(asked.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(asked.response().headers().allValues("Vary")).contains("Origin");
    }

    @Test
    void aPageReadsWhatItsClientNeeds() {
        byte[] bytes = new byte[100];
        Http.Answer created = tus(
                        World.RECORDER_ORIGIN,
                        "POST",
                        Recordings.UPLOADS,
                        new byte[0],
                        "Upload-Length",
                        "100",
                        "Upload-Metadata",
                        Recordings.header(world.recordings().described()))
                .expect(201);
        String upload = created.header("Location");
        Http.Answer sent = tus(
                        World.RECORDER_ORIGIN,
                        "PATCH",
                        upload,
                        Arrays.copyOf(bytes, 40),
                        "Upload-Offset",
                        "0",
                        "Content-Type",
                        "application/offset+octet-stream")
                .expect(204);
        Http.Answer head =
                tus(World.RECORDER_ORIGIN, "HEAD", upload, new byte[0]).expect(200);
        for (Http.Answer answer : List.of(created, sent, head)) {
            assertThat(answer.header(ALLOWED)).isEqualTo(World.RECORDER_ORIGIN);
            assertThat(answer.header("Access-Control-Expose-Headers").split(", *"))
                    .contains("Location", "Upload-Offset", "Upload-Length", "Tenure-Item", "Tus-Resumable");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        }
        // Refusals are read, too: a client tells its person why.
        Http.Answer refused = tus(World.RECORDER_ORIGIN, "HEAD", Recordings.UPLOADS + "/x", new byte[0]);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.header(ALLOWED)).isEqualTo(World.RECORDER_ORIGIN);
        Http stranger = new Http(http.server(), "wrong");
        assertThat(stranger.send(
                                "POST",
                                Recordings.UPLOADS,
                                BodyPublishers.noBody(),
                                "Origin",
                                World.RECORDER_ORIGIN,
                                "Tus-Resumable",
                                "1.0.0")
                        .problem(401, "token-invalid")
                        .header(ALLOWED))
                .isEqualTo(World.RECORDER_ORIGIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://recorder.example",
                "https://recorder.example:8443",
                "https://recorder.example.evil.example",
                "null"
            })
    void nobodyElseMay(String origin) {
        assertThat(preflight(Recordings.UPLOADS, origin, "POST", "authorization")
                        .problem(403, "cross-site")
                        .header(ALLOWED))
                .isEmpty();
        assertThat(tus(origin, "POST", Recordings.UPLOADS, new byte[0], "Upload-Length", "1")
                        .problem(403, "cross-site")
                        .header(ALLOWED))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/items", "/api/v1/session", "/api/v1/retention/rules"})
    void nothingElseIsOpened(String path) {
        assertThat(preflight(path, World.RECORDER_ORIGIN, "GET", "authorization")
                        .header(ALLOWED))
                .isEmpty();
        assertThat(http.get(path, "Origin", World.RECORDER_ORIGIN).header(ALLOWED))
                .isEmpty();
    }
}
