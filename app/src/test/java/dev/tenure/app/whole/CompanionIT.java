package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.storageapi.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Chats, transcripts, files and whiteboards, from outside: they come, are put into one form, and harm nobody who fetches them. */
@ExtendWith(World.Shared.class)
class CompanionIT {

    private static final String VTT =
            "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Hello <img src=x onerror=alert(1)></v>\n";
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final World world;
    private final Http http;
    private final Recordings recordings;

    CompanionIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    private String handOver(String kind, String name, String content, Map<String, String> words) {
        words.put("kind", kind);
        words.put("filename", name);
        return recordings.handOver(content.getBytes(StandardCharsets.UTF_8), words);
    }

    @Test
    void aTranscriptIsServedInOneForm() {
        Map<String, String> words = recordings.described("filetype", "text/vtt");
        String id = handOver("transcript", "talk.vtt", VTT, words);
        JsonNode item = recordings.await(id, "READY");

        JsonNode content = item.get("content");
        assertThat(content.at("/words/outcome").asString()).isEqualTo("NORMALISED");
        assertThat(content.at("/words/format").asString()).isEqualTo("webvtt");
        assertThat(content.at("/inspection/contentType").asString()).isEqualTo("text/vtt");
        assertThat(content.at("/inspection/declaredType").asString()).isEqualTo("text/vtt");
        assertThat(content.at("/inspection/mismatches").size()).isZero();
        assertThat(content.at("/inspection/scan").asString()).isEqualTo("NOT_SCANNED");
        assertThat(content.at("/text/state").asString()).isEqualTo("DONE");

        JsonNode json = http.get("/api/v1/items/" + id + "/media/words.json")
                .expect(200)
                .json();
        assertThat(json.get("schema").asString()).isEqualTo("tenure-words/1");
        assertThat(json.at("/entries/0/text").asString()).isEqualTo("Hello <img src=x onerror=alert(1)>");
        assertThat(http.get("/api/v1/items/" + id + "/media/captions.vtt")
                        .expect(200)
                        .text())
                .contains("<v Ada>Hello &lt;img src=x onerror=alert(1)&gt;");
        assertThat(http.get("/api/v1/items/" + id + "/content").expect(200).text())
                .isEqualTo(VTT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "file | page.html | <!DOCTYPE html><html><script>alert(1)</script></html> | page.html",
                "whiteboard | board.svg | <svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/> | board.svg",
                "file | a.png | <!DOCTYPE html><html><script>alert(1)</script></html> | a_png.html",
                "file | x.xhtml | <?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head/></html> | x.xhtml"
            })
    void whatCouldRunIsOnlyEverADownload(String kind, String name, String content, String kept) {
        String id = handOver(kind, name, content, recordings.described());
        JsonNode item = recordings.await(id, "READY");
        assertThat(item.at("/content/inspection/active").asString()).isNotBlank();

        for (String path : List.of("/content", "/media/source")) {
            Http.Answer download = http.get("/api/v1/items/" + id + path).expect(200);
            assertThat(download.header("Content-Disposition")).startsWith("attachment; filename=\"");
            assertThat(download.header("Content-Type")).isEqualTo("application/octet-stream");
            assertThat(download.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(download.header("Content-Security-Policy")).contains("default-src 'none'", "sandbox");
            assertThat(download.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
            assertThat(download.text()).isEqualTo(content);
        }
        assertThat(http.get("/api/v1/items/" + id + "/content").header("Content-Disposition"))
                .contains("\"" + kept + "\"");
    }

    @Test
    void theOriginalIsServedInPiecesUnderAHarmlessName() {
        String id = handOver("chat", "a\r\nX: y\"; ü \u202Etab.txt", "hello all\n", recordings.described());
        recordings.await(id, "READY");
        String path = "/api/v1/items/" + id + "/content";
        Http.Answer piece = http.get(path, "Range", "bytes=6-8").expect(206);
        assertThat(piece.text()).isEqualTo("all");
        assertThat(piece.header("Content-Range")).isEqualTo("bytes 6-8/10");
        assertThat(piece.header("X")).isEmpty();
        assertThat(piece.header("Content-Disposition"))
                .contains("filename*=UTF-8''")
                .doesNotContain("\u202e", "\\");
        assertThat(http.send("HEAD", path, BodyPublishers.noBody()).expect(200).header("Content-Length"))
                .isEqualTo("10");
        http.get(path, "Range", "bytes=99-").problem(416, "range-not-satisfiable");
    }

    @Test
    void unsafeTypesWaitForAPerson() {
        String id = handOver("file", "notes.png", "#!/bin/sh\nrm -rf /\n", recordings.described());
        JsonNode item = recordings.item(id);
        assertThat(item.get("state").asString()).isEqualTo("QUARANTINED");
        assertThat(item.get("problem").asString()).contains("application/x-sh", "no file may be");
        assertThat(item.at("/content/inspection/mismatches/0").asString()).isEqualTo("NAME");
        http.get("/api/v1/items/" + id + "/content").problem(409, "state-conflict");
    }

    @Test
    void oneRequestBringsSeveralAndTheyShareTheFateOfTheRecording() {
        Map<String, String> words = recordings.described();
        String recording = recordings.handOver(world.clips().playable(), words);
        JsonNode lead = recordings.item(recording);
        String hold = http.post(
                        "/api/v1/holds",
                        Map.of("title", "t", "authority", "a", "reason", "r", "items", List.of(recording)))
                .expect(201)
                .json()
                .get("id")
                .asString();

        String body =
                part("transcript", "talk.vtt", VTT) + part("chat", "chat.txt", "00:00:05 From Ada to Everyone:\n\thi\n")
                        + part("file", "notes.txt", "notes") + "--b0--\r\n";
        Http.Answer made =
                form(http, lead.at("/meeting/externalId").asString(), body).expect(201);

        List<String> ids = new ArrayList<>();
        made.json().get("items").forEach(one -> ids.add(one.get("id").asString()));
        assertThat(ids).hasSize(3);
        for (String id : ids) {
            JsonNode item = recordings.await(id, "READY");
            assertThat(item.get("recordedUntil")).isEqualTo(lead.get("recordedUntil"));
            assertThat(item.at("/meeting/id")).isEqualTo(lead.at("/meeting/id"));
            assertThat(item.get("notice")).isEqualTo(lead.get("notice"));
            assertThat(item.get("held").asBoolean()).isTrue();
        }
        http.post("/api/v1/holds/" + hold + "/release", Map.of("reason", "r")).expect(200);
        assertThat(recordings.item(ids.getFirst()).get("held").asBoolean()).isFalse();
    }

    @Test
    void transcriptsAreCaptionsOfThePlayedRecording() {
        Map<String, String> words = recordings.described();
        String recording = recordings.handOver(world.clips().playable(), words);
        recordings.await(recording, "READY");
        String link = http.post("/api/v1/items/" + recording + "/playback-links", Map.of())
                .expect(201)
                .json()
                .get("path")
                .asString();
        assertThat(world.nobody().get(link).expect(200).text())
                .contains("src=\"storyboard.vtt\"")
                .doesNotContain("captions/0");
        assertThat(world.nobody().get(link + "master.m3u8").expect(200).text())
                .contains("#EXT-X-STREAM-INF:BANDWIDTH=")
                .endsWith("\nindex.m3u8\n")
                .doesNotContain("SUBTITLES");
        world.nobody().get(link + "captions/0").problem(404, "not-found");

        String body =
                part("transcript", "talk.vtt", VTT) + part("chat", "chat.txt", "[14:03] Ada: hi\n") + "--b0--\r\n";
        Http.Answer made = form(
                        http,
                        recordings.item(recording).at("/meeting/externalId").asString(),
                        body)
                .expect(201);
        made.json().get("items").forEach(one -> recordings.await(one.get("id").asString(), "READY"));

        assertThat(world.nobody().get(link).expect(200).text())
                .contains("<track kind=\"captions\" label=\"Captions 1\" src=\"captions/0\">")
                .contains("<track kind=\"subtitles\" label=\"Chat 1\" src=\"captions/1\">")
                .doesNotContain("captions/2");
        Http.Answer captions = world.nobody().get(link + "captions/0").expect(200);
        assertThat(captions.text()).startsWith("WEBVTT").contains("<v Ada>Hello &lt;img");
        assertThat(captions.header("Content-Type")).startsWith("text/vtt");
        assertThat(world.nobody().get(link + "captions/1").expect(200).text()).startsWith("WEBVTT");
        assertThat(world.nobody().get(link + "master.m3u8").expect(200).text())
                .contains("NAME=\"Captions 1\"", "URI=\"captions/0.m3u8\"", "NAME=\"Chat 1\"")
                .contains("SUBTITLES=\"texts\"");
        assertThat(world.nobody()
                        .get(link + "captions/0.m3u8")
                        .expect(200)
                        .text()
                        .lines())
                .contains("#EXT-X-ENDLIST", "0");
        for (String number : List.of("2", "2.m3u8", "0.m3u8x", "-1", "x", "99999999999", "..%2f")) {
            assertThat(world.nobody().get(link + "captions/" + number).status()).isIn(400, 404);
        }
    }

    @Test
    void refusesFormsThatSayNothingGood() {
        String meeting =
                recordings.item(world.keptRecording()).at("/meeting/externalId").asString();
        form(http, meeting, "--b0--").problem(400, "bad-request");
        form(http, meeting, "").problem(400, "bad-request");
        form(http, meeting, "--b0\r\nendless").problem(400, "bad-request");
        form(http, meeting, part("recording", "a.mp4", "x") + "--b0--").problem(400, "bad-request");
        form(http, meeting, part("file", "a.txt", "x") + part("chat", "b", "") + "--b0--")
                .problem(400, "upload-empty");
        form(http, "no such meeting", part("file", "a.txt", "x") + "--b0--").problem(404, "not-found");
        form(world.bearer("other", Scope.all()), meeting, part("file", "a.txt", "x") + "--b0--")
                .problem(404, "not-found");
        form(world.bearer("main", Set.of("items:read")), meeting, part("file", "a.txt", "x") + "--b0--")
                .problem(403, "scope-missing");
        http.post("/api/v1/companions?meetingId=x", Map.of()).problem(415, "unsupported-media-type");
    }

    @Test
    void theTextOfADocumentIsTakenOutAside() {
        String id = handOver(
                "file",
                "page.html",
                "<html><body><p>Quarterly <b>figures</b></p></body></html>",
                recordings.described());
        recordings.await(id, "READY");
        Until.holds(
                "the text is there",
                LIMIT,
                () -> !recordings.item(id).at("/content/text/state").asString().equals("WAITING"));
        assertThat(recordings.item(id).at("/content/text/state").asString()).isEqualTo("DONE");
        assertThat(http.get("/api/v1/items/" + id + "/media/text.txt")
                        .expect(200)
                        .text())
                .contains("Quarterly figures");
    }

    private static String part(String name, String fileName, String content) {
        return "--b0\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + fileName + "\"\r\n\r\n"
                + content + "\r\n";
    }

    private static Http.Answer form(Http http, String meeting, String body) {
        return http.send(
                "POST",
                "/api/v1/companions?meetingId=" + java.net.URLEncoder.encode(meeting, StandardCharsets.UTF_8),
                BodyPublishers.ofString(body),
                "Content-Type",
                "multipart/form-data; boundary=b0");
    }
}
