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
