package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that send a little now and then are never late for a limit per read; they have a deadline for the whole. */
@ExtendWith(World.Shared.class)
class SlowClientsIT {

    private final World world;
    private final Http http;
    private final String item;

    SlowClientsIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.item = world.keptRecording();
    }

    private String put(String more) {
        return "PUT /api/v1/items/" + item + "/retention HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + http.token()
                + "\r\nContent-Type: application/json\r\n" + more + "\r\n\r\n";
    }

    @Test
    void aBodyThatDripsIsRefusedInTime() {
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(put("Content-Length: 100000")).drip(" ");
            assertThat(said).startsWith("HTTP/1.1 408").contains("urn:tenure:problem:body-too-slow");
        }
    }

    @Test
    void aBodyWithoutEndIsRefusedInTime() {
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(put("Transfer-Encoding: chunked")).drip("1\r\n \r\n");
            assertThat(said).startsWith("HTTP/1.1 408").contains("urn:tenure:problem:body-too-slow");
        }
    }

    /** What it brought is kept all the same. */
    @Test
    void anUploadThatDripsIsCutOffAndKept() {
        Recordings recordings = world.recordings();
        String upload =
                recordings.announce(100_000, recordings.described()).expect(201).header("Location");
        String head = "PATCH " + upload + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + http.token()
                + "\r\nConnection: close\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\n";
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(head + "Content-Length: 100000\r\n\r\n").drip("x");
            assertThat(said).startsWith("HTTP/1.1 408").contains("urn:tenure:problem:upload-too-slow");
        }
        long kept = recordings.offset(upload);
        assertThat(kept).isBetween(10L, 10_000L);
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(
                            head.replace("Offset: 0", "Offset: " + kept) + "Transfer-Encoding: chunked\r\n\r\n")
                    .drip("1\r\nx\r\n");
            assertThat(said).startsWith("HTTP/1.1 408").contains("urn:tenure:problem:upload-too-slow");
        }
        assertThat(recordings.offset(upload)).isGreaterThan(kept);
    }

    /** Slow is not the same as dripping: what is just above the rate arrives. */
    @Test
    void aThinLineIsServed() {
        byte[] bytes = new byte[12_000];
        Recordings recordings = world.recordings();
        String upload = recordings
                .announce(bytes.length, recordings.described())
                .expect(201)
                .header("Location");
        try (RawPatch patch = new RawPatch(http, upload, 0, bytes.length)) {
            for (int sent = 0; sent < bytes.length; sent += 200) {
                patch.send(bytes, sent, sent + 200);
                Until.pause();
            }
            assertThat(patch.status()).isEqualTo(204);
        }
    }

    @Test
    void aHeadThatDripsIsCutOff() {
        try (Socketed client = new Socketed(http.server())) {
            assertThat(client.send("GET /api/v1/items HTTP/1.1\r\nX-Long: ").drip("a"))
                    .doesNotContain("HTTP/1.1 200");
        }
    }

    /** Nobody without a token gets us to wait for a body. */
    @Test
    void aStrangersBodyIsNotWaitedFor() {
        try (Socketed client = new Socketed(http.server())) {
            client.send("PUT /api/v1/retention/rules HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100000\r\n\r\n ");
            assertThat(client.drip(" ")).startsWith("HTTP/1.1 401");
        }
    }

    /** What has arrived is read past, and the connection serves on. */
    @Test
    void aRefusedBodyThatIsHereLeavesTheConnectionUsable() {
        String refused = String.join(
                "\r\n", "PUT /api/v1/retention/rules HTTP/1.1", "Host: x", "Content-Length: 5", "", "hello");
        String last = String.join("\r\n", "GET /api/v1/holds HTTP/1.1", "Host: x", "Connection: close", "", "");
        try (Socketed client = new Socketed(http.server())) {
            String said = client.send(refused + refused + refused + last).answer();
            assertThat(said.split("HTTP/1.1 401", -1)).hasSize(5);
        }
    }

    @Test
    void othersAreServedMeanwhile() {
        List<Socketed> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                slow.add(new Socketed(http.server()).send(i % 2 == 0 ? put("Content-Length: 9") + "{" : "GET /x"));
            }
            // Whoever asks for a recording and reads nothing of it.
            for (int i = 0; i < 20; i++) {
                slow.add(new Socketed(http.server())
                        .send("GET /api/v1/items/" + item
                                + "/media/source HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + http.token()
                                + "\r\n\r\n"));
            }
            http.get("/api/v1/items/" + item).expect(200);
            http.put("/api/v1/items/" + item + "/retention", Map.of("period", "P30D"))
                    .expect(200);
            http.get("/api/v1/items/" + item + "/media/source").expect(200);
            world.operator().get("/actuator/health/liveness").expect(200);
        } finally {
            slow.forEach(Socketed::close);
        }
    }
}
