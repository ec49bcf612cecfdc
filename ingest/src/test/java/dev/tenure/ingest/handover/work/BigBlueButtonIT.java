package dev.tenure.ingest.handover.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.tar.Tar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What BigBlueButton publishes into directories, and what is sent to Scalelite. */
@ExtendWith(HandOverWorld.Shared.class)
class BigBlueButtonIT {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567-1772613000000";
    private static final Instant END = Instant.parse("2026-03-04T09:34:50Z");

    private final HandOverWorld world;
    private final AccountId account;
    private final Folder bbb;
    private final Instant quiet;

    BigBlueButtonIT(HandOverWorld world) {
        this.world = world;
        this.account = world.anAccount();
        this.bbb = new Folder(world, account, "bbb");
        this.quiet = world.now().minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        world.database()
                .sql("DELETE FROM source WHERE account_id = :account")
                .param("account", account.value())
                .update();
    }

    private Source source(String... settings) {
        Map<String, String> plain = new HashMap<>(Map.of("directory", "bbb"));
        for (int i = 0; i < settings.length; i += 2) {
            plain.put(settings[i], settings[i + 1]);
        }
        return world.aSource(account, "bigbluebutton", plain, Map.of("shared-secret", "s"), false);
    }

    private static String metadata(String id) {
        return "<recording><id>" + id + "</id><state>published</state><start_time>1772613000000</start_time><end_time>"
                + END.toEpochMilli()
                + "</end_time><meta><meetingId>weekly</meetingId><meetingName>Weekly</meetingName></meta></recording>";
    }

    private void published(String format, String file, byte[] bytes, Instant at) {
        bbb.puts("published/" + format + "/" + ID + "/metadata.xml", metadata(ID), at);
        bbb.puts("published/" + format + "/" + ID + "/" + file, bytes, at);
    }

    private Item item(Told told) {
        return world.item(told.item()).orElseThrow();
    }

    private List<Told> arrived(Source source) {
        List<Told> told = world.told(source);
        assertThat(told).allMatch(one -> one.state() == Told.State.ARRIVED);
        return told;
    }

    private List<ItemState> states(Source source) {
        return arrived(source).stream().map(told -> item(told).state()).toList();
    }

    @Test
    void formatsAreItemsOfOneMeetingWithItsEnd() {
        published("presentation", "video/webcams.webm", HandOverWorld.webm(20_000, 1), quiet);
        published("presentation", "captions_en.vtt", "WEBVTT\n".getBytes(StandardCharsets.UTF_8), quiet);
        published("podcast", "audio.webm", HandOverWorld.webm(10_000, 2), quiet);
        // Still being written.
        published("video", "video.mp4", HandOverWorld.webm(10_000, 3), world.now());
        Source source = source();

        world.work();

        assertThat(arrived(source))
                .extracting(Told::fileName)
                .containsExactlyInAnyOrder("webcams.webm", "captions_en.vtt", "audio.webm");
        assertThat(arrived(source)).extracting(told -> item(told).anchor()).containsOnly(END);
        assertThat(arrived(source))
                .extracting(told -> item(told).meeting())
                .containsOnly(item(arrived(source).getFirst()).meeting());
        assertThat(world.the(Meetings.class)
                        .find(account, item(arrived(source).getFirst()).meeting())
                        .orElseThrow()
                        .title())
                .isEqualTo("Weekly");

        bbb.puts("recording/status/published/" + ID + "-video.done", "", world.now());
        world.advance(Duration.ofMinutes(1));
        ready(source, ID);
        world.work();
        assertThat(arrived(source)).as("the marker says that it is whole").hasSize(4);
    }

    private void ready(Source source, String id) {
        String signed = base64("{\"alg\":\"HS256\"}") + "."
                + base64("{\"meeting_id\":\"weekly\",\"record_id\":\"" + id + "\"}");
        String signature = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Macs.sha256("s", signed.getBytes(StandardCharsets.UTF_8)));
        assertThat(world.the(Hearings.class)
                        .hear(source.id(), Calls.of("signed_parameters=" + signed + "." + signature)))
                .isInstanceOf(Hearing.Look.class);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCallForAnUnknownMeetingChangesNothing() {
        Source source = source();
        ready(source, ID.replace("1772613000000", "1772613000001"));

        world.work();

        assertThat(world.told(source)).isEmpty();
    }

    @Test
    void whatNobodyPressedRecordForIsNotTaken() {
        published("video", "video.webm", HandOverWorld.webm(10_000, 4), quiet);
        bbb.puts("recording/raw/" + ID + "/video/" + ID + "/cam.webm", HandOverWorld.webm(10_000, 5), quiet);
        bbb.puts("recording/raw/" + ID.replace("cdef", "cdee") + "/audio/a.opus", HandOverWorld.webm(10_000, 5), quiet);
        bbb.puts("recording/status/archived/" + ID + ".norecord", "", quiet);
        Source source = source("raw", "true");

        world.work();

        assertThat(world.told(source)).isEmpty();
    }

    @Test
    void rawIsTakenOnlyWhereThatIsWished() {
        published("video", "video.webm", HandOverWorld.webm(10_000, 6), quiet);
        bbb.puts("recording/raw/" + ID + "/video/" + ID + "/cam.webm", HandOverWorld.webm(10_000, 7), quiet);
        bbb.puts("recording/raw/" + ID + "/events.xml", "<recording/>", quiet);
        bbb.puts("recording/status/archived/" + ID + ".done", "", quiet);
        Source published = source();
        Source all = source("raw", "true");

        world.work();

        assertThat(arrived(published)).extracting(Told::fileName).containsExactly("video.webm");
        assertThat(arrived(all))
                .extracting(Told::fileName)
                .containsExactlyInAnyOrder("video.webm", "cam.webm", "events.xml");
        assertThat(arrived(all)).extracting(told -> item(told).anchor()).containsOnly(END);
    }

    @Test
    void aRecordingMadeAnewReplacesTheOneBeforeOnceAllOfItIsHere() {
        published("presentation", "video/webcams.webm", HandOverWorld.webm(20_000, 8), quiet);
        published("presentation", "slides_new.xml", "<popcorn/>".getBytes(StandardCharsets.UTF_8), quiet);
        published("podcast", "audio.webm", HandOverWorld.webm(10_000, 9), quiet);
        Source source = source();
        world.work();
        assertThat(states(source)).hasSize(3).doesNotContain(ItemState.TRASHED);

        // Hidden, which touches the metadata only.
        bbb.puts("published/podcast/" + ID + "/metadata.xml", metadata(ID) + "<!-- hidden -->", quiet.plusSeconds(60));
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(arrived(source)).hasSize(3);

        published("presentation", "video/webcams.webm", HandOverWorld.webm(30_000, 10), quiet.plusSeconds(90));
        published(
                "presentation", "slides_new.xml", "<popcorn/>".getBytes(StandardCharsets.UTF_8), quiet.plusSeconds(90));
        world.advance(Duration.ofMinutes(11));
        world.work();

        assertThat(arrived(source))
                .extracting(Told::fileName, told -> item(told).state() == ItemState.TRASHED)
                .containsExactlyInAnyOrder(
                        tuple("webcams.webm", true),
                        tuple("slides_new.xml", true),
                        tuple("webcams.webm", false),
                        tuple("slides_new.xml", false),
                        tuple("audio.webm", false));
        assertThat(arrived(source).stream().filter(told -> item(told).state() == ItemState.TRASHED))
                .allMatch(told -> String.valueOf(told.problem()).contains("made anew"));
    }

    @Test
    void aRecordingMadeAnewThatDoesNotArriveReplacesNothing() throws IOException {
        published("presentation", "video/webcams.webm", HandOverWorld.webm(20_000, 11), quiet);
        published("presentation", "slides_new.xml", "<popcorn/>".getBytes(StandardCharsets.UTF_8), quiet);
        Source source = source();
        world.work();

        published(
                "presentation",
                "slides_new.xml",
                "<popcorn>2</popcorn>".getBytes(StandardCharsets.UTF_8),
                quiet.plusSeconds(90));
        published("presentation", "video/webcams.webm", HandOverWorld.webm(25_000, 11), quiet.plusSeconds(90));
        world.advance(Duration.ofMinutes(11));
        // The disk goes away between the look and the fetch of the second file.
        Path video = bbb.path("published/presentation/" + ID + "/video/webcams.webm");
        look(source);
        byte[] bytes = Files.readAllBytes(video);
        Files.delete(video);
        world.work();

        assertThat(world.told(source))
                .extracting(Told::fileName, Told::state)
                .containsExactlyInAnyOrder(
                        tuple("webcams.webm", Told.State.ARRIVED),
                        tuple("slides_new.xml", Told.State.ARRIVED),
                        tuple("webcams.webm", Told.State.HEARD),
                        tuple("slides_new.xml", Told.State.ARRIVED));
        assertThat(world.told(source).stream().filter(told -> told.item() != null))
                .extracting(told -> item(told).state())
                .doesNotContain(ItemState.TRASHED);

        bbb.puts("published/presentation/" + ID + "/video/webcams.webm", bytes, quiet.plusSeconds(90));
        world.advance(Duration.ofHours(1));
        world.work();
        assertThat(states(source)).hasSize(4);
        assertThat(states(source).stream().filter(ItemState.TRASHED::equals)).hasSize(2);
    }

    /** Finds what there is, without fetching it. */
    private void look(Source source) {
        Sources.Known known = world.the(Sources.class).known(source.id()).orElseThrow();
        try {
            Adapter.Pulled pulled = known.adapter()
                    .pull(known.settings(), world.the(Places.class).asking(known), null, world.now());
            world.the(Hearings.class).found(source, pulled.handOvers(), pulled.unusable());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] tarOf(byte[] video) {
        return new Tar()
                .at(quiet.getEpochSecond())
                .directory("presentation/" + ID + "/")
                .file("presentation/" + ID + "/metadata.xml", metadata(ID))
                .file("presentation/" + ID + "/video/webcams.webm", video)
                .file("presentation/" + ID + "/slides_new.xml", "<popcorn/>")
                .file("video/" + ID + "/metadata.xml", "<recording><id>" + ID)
                .file("video/" + ID + "/video.webm", video)
                .bytes();
    }

    @Test
    void anArchiveIsReadWhereItLiesAndABrokenFormatKeepsNoOther() {
        byte[] video = HandOverWorld.webm(6_000_000, 12);
        Path archive = bbb.puts("spool/" + ID + ".tar", tarOf(video), quiet);
        bbb.puts("spool/." + ID + ".tar.part", tarOf(video), quiet);
        Source source = source();

        world.work();

        assertThat(world.told(source))
                .extracting(Told::fileName, Told::state)
                .containsExactlyInAnyOrder(
                        tuple("webcams.webm", Told.State.ARRIVED),
                        tuple("slides_new.xml", Told.State.ARRIVED),
                        tuple("video " + ID, Told.State.UNUSABLE));
        Told webcams = world.told(source).stream()
                .filter(told -> "webcams.webm".equals(told.fileName()))
                .findFirst()
                .orElseThrow();
        assertThat(item(webcams).anchor()).isEqualTo(END);
        StoredObject.Facts stored = Objects.requireNonNull(world.the(StoredObjects.class)
                .all(item(webcams).id())
                .getFirst()
                .facts());
        assertThat(stored.sha256()).isEqualTo(ContentHash.of(sha256(video)));
        assertThat(archive).exists();
        assertThat(bbb.path("presentation")).doesNotExist();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatVanishesFromTheServerStaysHereAndWhatIsAddedComes() throws IOException {
        published("presentation", "video/webcams.webm", HandOverWorld.webm(20_000, 16), quiet);
        published("presentation", "slides_new.xml", "<popcorn/>".getBytes(StandardCharsets.UTF_8), quiet);
        Source source = source();
        world.work();

        Files.delete(bbb.path("published/presentation/" + ID + "/video/webcams.webm"));
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(states(source)).hasSize(2).doesNotContain(ItemState.TRASHED);

        published("presentation", "captions_en.vtt", "WEBVTT\n".getBytes(StandardCharsets.UTF_8), quiet.plusSeconds(9));
        world.advance(Duration.ofMinutes(11));
        world.work();
        assertThat(states(source)).hasSize(3).doesNotContain(ItemState.TRASHED);
    }

    @Test
    void whatWasSentAsAnArchiveAndPublishedIsOne() throws IOException {
        byte[] video = HandOverWorld.webm(20_000, 13);
        Path archive = bbb.puts(
                "spool/" + ID + ".tar",
                new Tar()
                        .at(quiet.getEpochSecond())
                        .file("video/" + ID + "/metadata.xml", metadata(ID))
                        .file("video/" + ID + "/video.webm", video)
                        .bytes(),
                quiet);
        Source source = source();
        look(source);
        // Scalelite imports it before we come to fetch it.
        Files.delete(archive);
        world.work();
        assertThat(world.only(source).state()).isEqualTo(Told.State.HEARD);
        published("video", "video.webm", video, quiet);
        // What is being tried just when we look again is fetched with the try after that.
        for (int i = 0; i < 2; i++) {
            world.advance(Duration.ofMinutes(11));
            world.work();
        }

        assertThat(world.only(source).state()).isEqualTo(Told.State.ARRIVED);
    }

    static Stream<Arguments> hostile() {
        String in = "video/" + ID + "/";
        byte[] none = new byte[0];
        Tar fine = new Tar().file(in + "metadata.xml", metadata(ID));
        return Stream.of(
                Arguments.of("outside", fine.file("../../../x.webm", "x").bytes()),
                Arguments.of("absolute", new Tar().file("/tmp/x.webm", "x").bytes()),
                Arguments.of(
                        "a link",
                        new Tar()
                                .entry(in + "video.webm", '2', "/etc/passwd", 0, none)
                                .bytes()),
                Arguments.of(
                        "a size that lies",
                        new Tar()
                                .entry(in + "video.webm", '0', "", 1 << 30, none)
                                .bytes()),
                Arguments.of(
                        "another's",
                        new Tar()
                                .file("video/" + ID.replace("cdef", "cdee") + "/v.webm", "x")
                                .bytes()),
                Arguments.of("no format", new Tar().file("video.webm", "x").bytes()),
                Arguments.of("cut off", new Tar().file(in + "video.webm", "x").cutOff()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void ofAnArchiveThatLiesNothingIsTaken(String what, byte[] archive) {
        bbb.puts("spool/" + ID + ".tar", archive, quiet);
        Source source = source();

        world.work();

        assertThat(world.only(source).state()).as(what).isEqualTo(Told.State.UNUSABLE);
        assertThat(world.only(source).problem()).isNotBlank();
    }

    @Test
    void moreThanAThousandFilesOfOneFormatAllArriveInRows() {
        published("presentation", "video/webcams.webm", HandOverWorld.webm(1000, 14), quiet);
        for (int page = 0; page < 1200; page++) {
            bbb.puts("published/presentation/" + ID + "/presentation/a/slide-" + page + ".png", "page " + page, quiet);
        }
        Source source = source("slides", "true");

        look(source);
        look(source);

        assertThat(world.database()
                        .sql("SELECT count(*) FROM hand_over WHERE source_id = :source AND state = 'HEARD'")
                        .param("source", source.id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1201);
    }

    @Test
    void aLinkInAFormatIsNotFollowed() throws IOException {
        published("video", "video.webm", HandOverWorld.webm(10_000, 15), quiet);
        Files.createSymbolicLink(bbb.path("published/video/" + ID + "/other.webm"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(bbb.path("published/podcast"), bbb.path("published/video"));
        Source source = source();

        world.work();

        assertThat(arrived(source)).extracting(Told::fileName).containsExactly("video.webm");
    }
}
