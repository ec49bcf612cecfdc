package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies, addresses, methods and types that nobody should send: a clear answer, and nothing changed. */
@ExtendWith(World.Shared.class)
class BodiesIT {

    private static final String ITEMS = "/api/v1/items/";

    private final Http http;
    private final String item;

    BodiesIT(World world) {
        this.http = world.owner();
        this.item = world.keptRecording();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            PUT  | /api/v1/items/{item}/retention | {
            PUT  | /api/v1/items/{item}/retention | []
            PUT  | /api/v1/items/{item}/retention | {}
            PUT  | /api/v1/items/{item}/retention | {"period":null}
            PUT  | /api/v1/items/{item}/retention | {"period":{"a":1}}
            PUT  | /api/v1/items/{item}/retention | {"period":"P1D","state":"PURGED"}
            PUT  | /api/v1/items/{item}/retention | null
            PUT  | /api/v1/retention/rules        | {}
            PUT  | /api/v1/retention/rules        | {"zone":"Nowhere/At_All"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","accountMin":"P2Y","accountMax":"P1Y"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","accountMin":"soon"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","trashGrace":"-P1D"}
            PUT  | /api/v1/retention/rules        | {"zone":"UTC","account":"x"}
            POST | /api/v1/holds                  | {}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r"}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[null]}
            POST | /api/v1/holds                  | {"title":" ","authority":"a","reason":"r","items":[]}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[],"heldBy":"x"}
            POST | /api/v1/holds                  | {"title":"t\\u0000","authority":"a","reason":"r","items":[]}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{"wholeAccount":false}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{"wholeAccount":true,"host":"h"}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{"everything":true}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{"host":" "}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","query":{"host":"h\\u0000"}}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[],"effectiveAt":"2999-01-01T00:00:00Z"}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[],"effectiveAt":"1999-01-01T00:00:00Z"}
            POST | /api/v1/holds                  | {"title":"t","authority":"a","reason":"r","items":[],"reviewOn":"1999-01-01"}
            POST | /api/v1/holds/preview          | {}
            POST | /api/v1/holds/preview          | {"query":{}}
            """)
    void refusesBodiesThatSayNothingGood(String method, String path, String body) {
        http.send(
                        method,
                        path.replace("{item}", item),
                        BodyPublishers.ofString(body),
                        "Content-Type",
                        "application/json",
                        "If-Match",
                        "*")
                .problem(400, "bad-request");
    }

    @Test
    void refusesReleasesWithoutReason() {
        Http.Answer placed = http.post(
                        "/api/v1/holds", Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of()))
                .expect(201);
        String release = placed.header("Location") + "/release";
        for (String body :
                List.of("{}", "{\"reason\":null}", "{\"reason\":\" \"}", "{\"reason\":\"r\",\"at\":1}", "x")) {
            http.post(release, body).problem(400, "bad-request");
        }
        http.post(release, Map.of("reason", "r")).expect(200);
        http.post(release, Map.of("reason", "r")).problem(409, "state-conflict");
    }

    @Test
    void answersWrongAddressesMethodsAndTypes() {
        for (String path : List.of(
                "/",
                "/no/such/path",
                "/api/v1/nothing",
                ITEMS + "x",
                ITEMS + UUID.randomUUID(),
                ITEMS + item + "/media/x")) {
            http.get(path).problem(404, "not-found");
        }
        http.get("/play/guessed/").problem(404, "not-found");
        http.get("/play/guessed/video.mp4").problem(404, "not-found");
        for (String method : List.of("DELETE", "PUT", "PATCH")) {
            http.send(method, "/api/v1/items", BodyPublishers.noBody()).problem(405, "method-not-allowed");
        }
        http.send(
                        "PUT",
                        ITEMS + item + "/retention",
                        BodyPublishers.ofString("period=P1D"),
                        "Content-Type",
                        "application/x-www-form-urlencoded")
                .problem(415, "unsupported-media-type");
        http.get(ITEMS + item, "Accept", "text/html").problem(406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "after=x",
                "state=GONE",
                "kind=film",
                "from=yesterday",
                "to=2026-13-01",
                "to=%2B99999-01-01T00:00:00Z",
                "sort=size",
                "count=yes",
                "title=!",
                "title=ab*",
                "participant=%00",
                "host=",
                "host=a&host=b",
                "stat=READY"
            })
    void namesTheParameterThatCannotBeUnderstood(String wrong) {
        assertThat(http.get("/api/v1/items?" + wrong)
                        .problem(400, "bad-request")
                        .text())
                .contains("'" + wrong.substring(0, wrong.indexOf('=')) + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {ITEMS + "..%2f..%2fx", ITEMS + "%00", ITEMS + "a;b=c", ITEMS + "%2e%2e/x", "/api//v1/items"})
    void answersCraftedAddressesAsProblemsToo(String path) {
        Http.Answer refused = http.get(path);
        assertThat(refused.status()).isIn(400, 404);
        refused.problem(refused.status(), refused.status() == 400 ? "bad-request" : "not-found");
    }

    /** Facts that only we may set: naming them is refused, whatever else the body says (mass assignment). */
    @ParameterizedTest
    @ValueSource(
            strings = {"account", "accountId", "tenantId", "state", "heldBy", "holdCount", "owner", "id", "__proto__"})
    void takesNoFactsThatItDidNotAskFor(String field) {
        String extra = ",\"" + field + "\":\"x\"}";
        http.put(ITEMS + item + "/retention", "{\"period\":\"P30D\"" + extra).problem(400, "bad-request");
        http.put("/api/v1/retention/rules", "{\"zone\":\"UTC\"" + extra, "If-Match", "*")
                .problem(400, "bad-request");
        http.post("/api/v1/holds", "{\"title\":\"t\",\"authority\":\"a\",\"reason\":\"r\",\"items\":[]" + extra)
                .problem(400, "bad-request");
    }

    @Test
    void takesNoBodyBeyondItsMeasure() {
        String large = "{\"period\":\"" + "x".repeat(1 << 20) + "\"}";
        http.put(ITEMS + item + "/retention", large).problem(413, "body-too-large");
        http.send(
                        "PUT",
                        ITEMS + item + "/retention",
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[2 << 20])),
                        "Content-Type",
                        "application/json")
                .problem(413, "body-too-large");
        http.put(ITEMS + item + "/retention", "[".repeat(100_000)).problem(400, "bad-request");
        http.put(ITEMS + item + "/retention", "{\"period\":" + "9".repeat(100_000) + "}")
                .problem(400, "bad-request");
    }

    /** A form of another site can send text/plain and form fields only; neither is taken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/xml"
            })
    void takesNothingThatAForeignPageCouldSend(String type) {
        http.send(
                        "PUT",
                        ITEMS + item + "/retention",
                        BodyPublishers.ofString("{\"period\":\"P1D\"}"),
                        "Content-Type",
                        type)
                .problem(415, "unsupported-media-type");
    }

    @Test
    void changesNothingForAGet() {
        for (String path : List.of("/trash", "/restore", "/playback-links", "/retention")) {
            http.get(ITEMS + item + path).problem(405, "method-not-allowed");
        }
        assertThat(http.get(ITEMS + item).expect(200).json().get("state").asString())
                .isEqualTo("READY");
    }
}
