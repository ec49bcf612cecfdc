package dev.tenure.app.demo;

import dev.tenure.app.server.Server;
import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.StoredObject;
import dev.tenure.objectstore.KeyPrefix;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.retention.CertificateVerdict;
import dev.tenure.retention.CertificateVerifier;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.retention.destruction.SweepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One recording from its arrival to its certificate, each step by the public API, each claim checked. */
final class RecordingLife {

    private static final Duration ENCODING_LIMIT = Duration.ofHours(2);
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Screen screen;
    private final Server server;
    private final String token;
    private final Path media;
    private final Path place;
    private final boolean keep;
    private final Api api;
    private final ObjectStore bucket;

    RecordingLife(Screen screen, Server server, String token, Path media, Path place, boolean keep) {
        this.screen = screen;
        this.server = server;
        this.token = token;
        this.media = media;
        this.place = place;
        this.keep = keep;
        this.api = new Api(server.address(), token);
        this.bucket = server.bean(ObjectStore.class);
    }

    void show() {
        rules();
        String item = arrive();
        encode(item);
        AccountId account =
                server.bean(Accounts.class).find("main").orElseThrow().id();
        KeyPrefix prefix = StoredObject.prefixOf(account, ItemId.of(item));
        stored(item, prefix);
        play(item);
        expire(item);
        held(item, prefix);
        destroyed(item);
        nothingLeft(item, prefix);
    }

    private void rules() {
        screen.step("The account decides how long its hosts may keep recordings");
        JsonNode rules = api.put(
                "/api/v1/retention/rules",
                Map.of(
                        "zone", "Europe/Berlin",
                        "accountMin", "PT1S",
                        "accountMax", "P1Y",
                        "hostDefault", "P90D",
                        "trashGrace", "P30D",
                        "holdCoolOff", "PT1S"));
        screen.fact(
                "rules", "revision " + rules.get("revision").asString() + ": PT1S to P1Y, P90D where no host chose");
    }

    private String arrive() {
        screen.step("The media server hands the recording over (resumable tus upload)");
        Instant end = server.bean(InstantSource.class).instant().truncatedTo(ChronoUnit.SECONDS);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("account", "main");
        metadata.put("meetingId", "weekly-" + end.getEpochSecond());
        metadata.put("meetingTitle", "Weekly planning");
        metadata.put("meetingStart", end.minusSeconds(SampleMedia.SECONDS).toString());
        metadata.put("meetingEnd", end.toString());
        metadata.put("meetingZone", "Europe/Berlin");
        metadata.put("host", "ada@example.org");
        metadata.put(
                "participants",
                "[{\"displayName\":\"Ada\",\"email\":\"ada@example.org\"},{\"displayName\":\"Grace\"}]");
        metadata.put(
                "notice",
                "{\"name\":\"recording\",\"version\":1,\"language\":\"en\",\"text\":\"This meeting is being recorded.\",\"at\":\""
                        + end.minusSeconds(SampleMedia.SECONDS) + "\"}");
        metadata.put("retention", "P30D");
        metadata.put("filename", String.valueOf(media.getFileName()));
        String item = Upload.item(
                Upload.send(server.address(), token, media, metadata, fraction -> screen.bar("upload", fraction, "")),
                token);
        screen.barDone("upload", Screen.size(size(media)));
        screen.fact("item", item);
        DemoFailed.unless(List.of("STORED", "READY").contains(state(item)), "the item is stored, not " + detail(item));
        return item;
    }

    private void encode(String item) {
        screen.step("It is made playable");
        Waiting.until("the item is READY", ENCODING_LIMIT, () -> {
            JsonNode now = api.get("/api/v1/items/" + item);
            if (now.hasNonNull("problem")) {
                throw new DemoFailed("the recording cannot be made playable: "
                        + now.get("problem").asString());
            }
            screen.bar(
                    "encoding",
                    now.get("progress").asDouble(),
                    now.path("progressStage").asString(""));
            return now.get("state").asString().equals("READY") ? Optional.of(now) : Optional.empty();
        });
        screen.barDone("encoding", "READY");
    }

    private void stored(String item, KeyPrefix prefix) {
        screen.step("What the bucket reports: sealed objects, with tags");
        List<ObjectVersion> versions = bucket.listVersions(prefix);
        for (ObjectVersion version : versions) {
            String name = version.key().value().substring(prefix.value().length());
            screen.fact(Screen.size(version.size()), name);
        }
        JsonNode objects = api.get("/api/v1/items/" + item).get("objects");
        for (JsonNode object : objects) {
            long stored = versions.stream()
                    .filter(version ->
                            version.key().value().equals(object.get("key").asString()))
                    .mapToLong(ObjectVersion::size)
                    .sum();
            DemoFailed.unless(stored > object.get("size").asLong(), object.get("name") + " lies sealed in the bucket");
        }
        ObjectVersion first = versions.getFirst();
        bucket.tags(first.key()).values().forEach((name, value) -> screen.fact("tag", name + " = " + shortened(value)));
        DemoFailed.unless(objects.size() >= 3, "source, rendition and playlist are there");
        DemoFailed.unless(bucket.tags(first.key()).values().containsKey("tenure-go-at"), "tags carry the retention");
    }

    private static String shortened(String value) {
        return value.length() > 44 ? value.substring(0, 20) + "…" : value;
    }

    private void play(String item) {
        screen.step("It plays");
        JsonNode link = api.post("/api/v1/items/" + item + "/playback-links", Map.of());
        String page = link.get("path").asString();
        String rendition = renditionName(item);
        Api.Bytes head = api.range(page + rendition, 0, 1023, false);
        DemoFailed.unless(head.status() == 206 && head.body().length() == 1024, "a range of the rendition is served");
        DemoFailed.unless(head.body().startsWith("ftyp", 4), "what is served is an MP4, opened from its seal");
        String playlist = api.text("/api/v1/items/" + item + "/media/index.m3u8");
        DemoFailed.unless(
                playlist.startsWith("#EXTM3U") && playlist.contains("#EXT-X-ENDLIST"), "the HLS playlist is whole");
        DemoFailed.unless(
                api.range("/api/v1/items/" + item + "/media/" + rendition, 0, 0, false)
                                .status()
                        == 401,
                "without a token nothing is served");
        screen.fact("range", "bytes 0-1023 → 206, " + head.contentRange());
        screen.fact(
                "HLS",
                playlist.lines().filter(line -> line.startsWith("#EXTINF")).count() + " segments");
        screen.fact("no token", "401");
        screen.fact("in a browser", server.address().resolve(page));
        if (keep) {
            screen.line("Play it now; Enter goes on to its end.");
            new java.util.Scanner(System.in, StandardCharsets.UTF_8).hasNextLine();
        }
    }

    private String renditionName(String item) {
        for (JsonNode object : api.get("/api/v1/items/" + item).get("objects")) {
            if (object.get("role").asString().equals("RENDITION")) {
                return object.get("name").asString();
            }
        }
        throw new DemoFailed("the item has no rendition");
    }

    private void expire(String item) {
        screen.step("When does it go, and why?");
        explained(api.get("/api/v1/items/" + item + "/explain"));
        JsonNode refused = api.refused("/api/v1/items/" + item + "/retention", Map.of("period", "P10Y"), 422);
        screen.fact("ten years?", "422 “" + refused.get("detail").asString() + "”");
    }

    private void explained(JsonNode explanation) {
        screen.line("“" + explanation.get("sentences").get(0).asString() + "”");
        for (JsonNode rule : explanation.get("rules")) {
            screen.line("%-12s %-5s → %-20s %s"
                    .formatted(
                            rule.get("ruleClass").asString(),
                            rule.get("period").asString(),
                            rule.get("leadsTo").asString(),
                            rule.get("why").asString()));
        }
    }

    private void held(String item, KeyPrefix prefix) {
        screen.step("A legal hold is placed; then its host lets it expire at once");
        JsonNode placed = api.post(
                "/api/v1/holds",
                Map.of(
                        "title", "Case 2026-17",
                        "authority", "District Court, order 17/26",
                        "reason", "preserve evidence",
                        "items", List.of(item)));
        DemoFailed.unless(placed.get("preserved").size() == 1, "the hold preserves the item");
        JsonNode explained = api.put("/api/v1/items/" + item + "/retention", Map.of("period", "PT1S"));
        explained(explained);
        DemoFailed.unless(explained.get("standing").asString().equals("HELD"), "the item is due, and held");
        SweepReport report = server.bean(Sweep.class).run();
        DemoFailed.unless(report.destroyed().isEmpty(), "a sweep destroys nothing that is held");
        report.deferred().forEach(deferral -> screen.fact("sweep", "kept: " + deferral.cause()));
        DemoFailed.unless(!bucket.listVersions(prefix).isEmpty(), "its objects are still there");

        api.post("/api/v1/holds/" + placed.get("id").asString() + "/release", Map.of("reason", "case closed"));
        screen.fact("hold", "released: case closed; its cool-off of 1 s begins");
    }

    private void destroyed(String item) {
        screen.step("A scheduled sweep destroys it");
        Waiting.until(
                "the item is destroyed",
                LIMIT,
                () -> Optional.of(state(item)).filter(state -> state.equals("DESTROYING") || state.equals("PURGED")));
        screen.fact("state", "DESTROYING: its data key is gone, nobody can read it any more");
        Waiting.until(
                "the item is proven gone", LIMIT, () -> Optional.of(state(item)).filter("PURGED"::equals));
        screen.fact("state", "PURGED: listed empty, twice");
        String document = api.text("/api/v1/items/" + item + "/certificate");
        Path file = place.resolve("certificate.json");
        try {
            Files.writeString(file, document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        screen.step("Its certificate, checked offline as “tenure verify” does");
        CertificateVerdict verdict = CertificateVerifier.ofAnyKey().verify(document.getBytes(StandardCharsets.UTF_8));
        if (!(verdict instanceof CertificateVerdict.Valid valid)) {
            throw new DemoFailed("the certificate is valid, but: " + verdict);
        }
        screen.fact("certificate", valid.certificate().id());
        screen.fact("unreadable", valid.certificate().execution().committedAt());
        screen.fact("deleted", valid.certificate().objects().size() + " objects, all versions");
        screen.fact("signed by", valid.keyId());
        String forged = document.replace("\"RECORDING\"", "\"CHAT\"");
        DemoFailed.unless(
                !forged.equals(document)
                        && CertificateVerifier.ofAnyKey().verify(forged.getBytes(StandardCharsets.UTF_8))
                                instanceof CertificateVerdict.Invalid,
                "a certificate with one word changed is refused");
        screen.fact("altered", "a copy with one word changed is refused");
    }

    private void nothingLeft(String item, KeyPrefix prefix) {
        screen.step("What the bucket reports now");
        int versions = bucket.listVersions(prefix).size();
        int uploads = bucket.listUploads(prefix).size();
        screen.fact("versions", versions + " (delete markers included)");
        screen.fact("uploads", uploads);
        DemoFailed.unless(versions == 0 && uploads == 0, "nothing is left in the bucket");
        int status = api.status("/api/v1/items/" + item + "/media/index.m3u8");
        DemoFailed.unless(status == 409, "its bytes are not served any more");
        JsonNode meeting = api.get("/api/v1/items/" + item).get("meeting");
        DemoFailed.unless(
                meeting.get("participants").isEmpty()
                        && meeting.get("title").asString().isEmpty(),
                "its people are forgotten too");
        screen.fact("people", "title, host and participants of the meeting are erased");
    }

    private String state(String item) {
        return api.get("/api/v1/items/" + item).get("state").asString();
    }

    private String detail(String item) {
        JsonNode now = api.get("/api/v1/items/" + item);
        return now.get("state").asString() + " (" + now.path("problem").asString("") + ")";
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
