package dev.tenure.app.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.people.NewPerson;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.PeopleChange;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.people.Tokens;
import dev.tenure.storageapi.security.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** How hosts and administrators see and steer the processing of recordings. */
@ExtendWith(World.Shared.class)
class ProcessingIT {

    private final World world;
    private final Http http;
    private final Recordings recordings;

    ProcessingIT(World world) {
        this.world = world;
        this.http = world.owner();
        this.recordings = world.recordings();
    }

    @Test
    void aRecordingTellsHowFarItIsUntilItIsDone() {
        String item = recordings.handOver(world.clips().foreign(), recordings.described());

        recordings.await(item, "READY");

        JsonNode done = processing(http, item);
        assertThat(done.get("phase").asString()).isEqualTo("DONE");
        assertThat(done.get("progress").asDouble()).isEqualTo(1);
        assertThat(done.get("attempts").asInt()).isEqualTo(1);
        assertThat(done.hasNonNull("place")).isFalse();
        http.post(at(item, "cancel"), Map.of()).problem(409, "state-conflict");
    }

    @Test
    void theOriginalIsServedInPartsWhateverBecameOfItsProcessing() {
        byte[] film = undecodable();
        String parked = recordings.handOver(film, recordings.described("filename", "talk.webm"));
        Until.holds("it is parked", Duration.ofSeconds(60), () -> phase(parked).equals("PARKED"));

        for (String path : List.of("/content", "/media/source")) {
            Http.Answer part = http.get("/api/v1/items/" + parked + path, "Range", "bytes=10-1009")
                    .expect(206);
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(film, 10, 1010));
            assertThat(part.header("Accept-Ranges")).isEqualTo("bytes");
        }
        assertThat(recordings.state(parked)).isEqualTo("STORED");
        http.post("/api/v1/items/" + parked + "/playback-links", Map.of()).problem(409, "state-conflict");
    }

    @Test
    void anOriginalThatBrowsersKnowPlaysAlthoughNothingIsMadeOfIt() {
        byte[] source = world.clips().playable();
        String item = recordings.handOver(source, recordings.described());
        http.post(at(item, "cancel"), Map.of()).expect(200);
        assertThat(phase(item)).isEqualTo("CANCELLED");
        assertThat(recordings.item(item).get("problem").asString()).contains("cancelled by ");

        String play = http.post("/api/v1/items/" + item + "/playback-links", Map.of())
                .expect(201)
                .json()
                .get("path")
                .asString();
        assertThat(world.nobody().get(play).expect(200).text()).contains("<video controls", "src=\"source\"");
        Http.Answer played =
                world.nobody().get(play + "source", "Range", "bytes=0-99").expect(206);
        assertThat(played.header("Content-Type")).isEqualTo("video/mp4");
        assertThat(played.body()).isEqualTo(Arrays.copyOf(source, 100));
    }

    @Test
    void anAdministratorSeesWhatTheToolSaidAndMendsIt() {
        String item = recordings.handOver(undecodable(), recordings.described("filename", "talk.webm"));
        Until.holds("it is parked", Duration.ofSeconds(60), () -> phase(item).equals("PARKED"));
        Http admin = person(Role.STORAGE_ADMIN);

        JsonNode failure = processing(admin, item).get("lastFailure");
        assertThat(failure.get("reason").asString()).isNotBlank();
        assertThat(failure.get("lastLines").size()).isPositive();
        assertThat(failure.toString()).doesNotContain(world.data().toString(), item);
        assertThat(processing(person(Role.AUDITOR), item).hasNonNull("lastFailure"))
                .isFalse();
        assertThat(listed(admin, "PARKED")).contains(item);
        assertThat(listed(admin, "WAITING")).doesNotContain(item);

        JsonNode again = admin.post(at(item, "retry"), Map.of()).expect(200).json();
        assertThat(again.get("phase").asString()).isIn("WAITING", "RUNNING");
        Until.holds(
                "it is parked again", Duration.ofSeconds(60), () -> phase(item).equals("PARKED"));
        assertThat(processing(admin, item).get("attempts").asInt()).isEqualTo(2);
        assertThat(actions(item)).contains("item.processing_retried");
    }

    @Test
    void whatIsReadyIsMadeAnewAndServedMeanwhile() {
        String item = recordings.handOver(world.clips().playable(), recordings.described());
        recordings.await(item, "READY");
        String poster = key(item, "poster.jpg");
        String video = key(item, "video.mp4");

        http.post(at(item, "retry"), Map.of("only", "POSTER")).expect(200);

        Until.holds(
                "its poster is another",
                Duration.ofSeconds(60),
                () -> !key(item, "poster.jpg").equals(poster));
        assertThat(key(item, "video.mp4")).isEqualTo(video);
        assertThat(recordings.state(item)).isEqualTo("READY");
        http.post(at(item, "retry"), Map.of("only", "SOUND")).problem(400, "bad-request");
    }

    @Test
    void wishesHoldForWhatSomebodyLookedAtAndOnce() {
        String item = recordings.handOver(world.clips().playable(), recordings.described());
        recordings.await(item, "READY");
        String seen =
                http.get("/api/v1/items/" + item + "/processing").expect(200).header("ETag");
        String priority = at(item, "priority");

        http.put(priority, Map.of("priority", "HIGH"), "If-Match", seen).expect(200);
        http.put(priority, Map.of("priority", "LOW"), "If-Match", seen).problem(412, "precondition-failed");
        assertThat(processing(http, item).get("priority").asString()).isEqualTo("HIGH");
        http.put(priority, Map.of("priority", "URGENT")).problem(400, "bad-request");
        http.put(priority, Map.of()).problem(400, "bad-request");

        String key = UUID.randomUUID().toString();
        Http.Answer first =
                http.post(at(item, "retry"), Map.of(), "Idempotency-Key", key).expect(200);
        Until.holds("it is made anew", Duration.ofSeconds(60), () -> phase(item).equals("DONE"));
        Http.Answer replayed =
                http.post(at(item, "retry"), Map.of(), "Idempotency-Key", key).expect(200);
        assertThat(replayed.body()).isEqualTo(first.body());
        assertThat(actions(item)).filteredOn("item.processing_retried"::equals).hasSize(1);
    }

    @Test
    void whoMayNotSteerIsToldSo() {
        String item = world.keptRecording();
        for (Http caller : List.of(
                person(Role.AUDITOR), person(Role.PRIVACY_OFFICER), world.bearer("main", Set.of("items:read")))) {
            for (String wish : List.of("cancel", "retry")) {
                caller.post(at(item, wish), Map.of()).problem(403, "scope-missing");
            }
            caller.get("/api/v1/processing").problem(403, "scope-missing");
            processing(caller, item);
        }
        // Nobody's host, who knows of none of it.
        person(Role.HOST).post(at(item, "retry"), Map.of()).problem(404, "not-found");
        assertThat(listed(person(Role.HOST), "PARKED")).isEmpty();
        world.owner().get("/api/v1/processing?phase=DONE").problem(400, "bad-request");
        world.owner().get("/api/v1/processing?phase=NEVER").problem(400, "bad-request");
    }

    /** A whole film, each picture of which says that it is larger than any decoder of ours takes. */
    private byte[] undecodable() {
        Path film = world.directory("films").resolve("large.webm");
        world.clips()
                .ffmpeg("-nostdin -v error -f lavfi -i testsrc2=size=320x180:rate=25:duration=2 -c:v libvpx -an %s"
                        .formatted(film)
                        .split(" "));
        try {
            return Boxes.patched(
                    Files.readAllBytes(film),
                    HexFormat.of().parseHex("9d012a"),
                    3,
                    HexFormat.of().parseHex("ff3fff3f"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JsonNode processing(Http caller, String item) {
        return caller.get("/api/v1/items/" + item + "/processing").expect(200).json();
    }

    private String phase(String item) {
        return processing(http, item).get("phase").asString();
    }

    private static List<String> listed(Http caller, String phase) {
        return caller.get("/api/v1/processing?phase=" + phase)
                .expect(200)
                .json()
                .get("processings")
                .findValuesAsString("item");
    }

    private List<String> actions(String item) {
        return http.get("/api/v1/items/" + item + "/trail")
                .expect(200)
                .json()
                .get("entries")
                .findValuesAsString("action");
    }

    private String key(String item, String name) {
        return recordings
                .item(item)
                .get("objects")
                .valueStream()
                .filter(object -> object.get("name").asString().equals(name))
                .map(object -> object.get("key").asString())
                .findFirst()
                .orElseThrow();
    }

    private static String at(String item, String wish) {
        return "/api/v1/items/" + item + "/processing/" + wish;
    }

    private Http person(Role role) {
        AccountId account = world.bean(Accounts.class).register("main", "main").id();
        Actor test = Actor.system("test");
        String name = role.name().toLowerCase(Locale.ROOT) + "-" + UUID.randomUUID();
        PeopleChange made = world.bean(People.class)
                .add(account, new NewPerson(name + "@example.test", name, Set.of(role), List.of()), test);
        String token = world.bean(Tokens.class)
                .issue(
                        account,
                        name,
                        Scope.all(),
                        Duration.ofHours(1),
                        ((PeopleChange.Done) made).person().id(),
                        test)
                .orElseThrow()
                .text();
        return new Http(world.server().address(), token);
    }
}
