package dev.tenure.ingest.handover.jibri;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Meeting;
import dev.tenure.ingest.handover.Asking.Found;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.SourceSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jibri's contract; all in the metadata is invented. */
class JibriTest {

    private static final Instant ENDED = Instant.parse("2026-03-04T09:30:00Z");
    private static final String CANARY = "canary-of-a-cloud-drive";
    private static final String FILE = "s1/weekly_2026-03-04-09-15-00.mp4";

    private static SourceSettings source(String... settings) {
        Map<String, String> plain = new TreeMap<>(Map.of("directory", "jibri"));
        for (int i = 0; i < settings.length; i += 2) {
            plain.put(settings[i], settings[i + 1]);
        }
        return new SourceSettings(plain, Map.of("token", "old-token\nnew-token"));
    }

    private static Optional<Payload> json(@Nullable String text) {
        return text == null ? Optional.empty() : Payload.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Hearing.Heard heard(
            @Nullable String metadata, @Nullable String marker, SourceSettings source, String... files) {
        List<Found> found = Arrays.stream(files)
                .map(name -> new Found(name, 1000, "1000-1", ENDED))
                .toList();
        return new Session("s1", json(metadata), json(marker), source).heard(found);
    }

    private static HandOver only(@Nullable String metadata, SourceSettings source) {
        return Calls.only(heard(metadata, null, source, FILE));
    }

    @Test
    void aSessionIsARecording() {
        HandOver file = only("""
                {"meeting_url":"https://meet.example.org/team/b%C3%BCro?jwt=canary#config","participants":[
                 {"user":{"id":"u-17","name":"Ana","email":"ana@example.org"}},{"user":{"id":"u-18"}},"odd",{"name":"Bo"}],
                 "meeting_id":"4b1c","host":"ada@example.org","end":"2026-03-04T09:30:00Z","retention_days":30}""", source("recorder-zone", "Europe/Berlin"));

        assertThat(file.location()).isEqualTo(new Location.OnDisk(FILE));
        assertThat(file.fileName()).isEqualTo("weekly_2026-03-04-09-15-00.mp4");
        assertThat(file.recordedUntil()).isEqualTo(ENDED);
        assertThat(file.meeting().externalId()).isEqualTo("s1");
        assertThat(file.meeting().title()).isEqualTo("büro");
        assertThat(file.meeting().host()).isEqualTo("ada@example.org");
        assertThat(file.meeting().startsAt()).isEqualTo("2026-03-04T08:15:00Z");
        assertThat(file.meeting().participants())
                .containsExactly(
                        new Meeting.Participant("Ana", "ana@example.org"), new Meeting.Participant("Bo", null));
    }

    @Test
    void credentialsInTheMetadataAreNotTaken() {
        HandOver file = only(
                "{\"meeting_url\":\"https://meet.example.org/x?jwt=" + CANARY
                        + "\",\"upload_credentials\":{\"token\":\""
                        + CANARY + "\"},\"upload_credentials.token\":\"" + CANARY + "\",\"app_key\":\"" + CANARY
                        + "\",\"participants\":[{\"user\":{\"name\":\"Ana\",\"token\":\"" + CANARY + "\"}}]}",
                source());

        assertThat(file.toString()).doesNotContain(CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"meeting_url\":\"https://meet.example.org/weekly\",\"participants\":[]}",
                "{\"meeting_url\":\"https://meet.example.org/weekly\",\"participants\":null,\"a\":{\"b\":[1,2]},\"end\":17}",
                "{\"meeting_url\":[],\"participants\":{\"user\":1},\"title\":\"weekly\",\"start\":\"yesterday\"}",
                "{}",
            })
    void whatIsMissingUnknownOrOddKeepsNoRecording(String metadata) {
        HandOver file = only(metadata, source());

        assertThat(file.meeting().title()).isEqualTo("weekly");
        assertThat(file.meeting().participants()).isEmpty();
        assertThat(file.meeting().startsAt())
                .as("without a zone, local time is none")
                .isNull();
        assertThat(file.recordedUntil()).as("nobody said it").isNull();
    }

    @Test
    void withoutMetadataTheNameSaysWhatItCan() {
        HandOver file = only(null, source("recorder-zone", "America/New_York"));

        assertThat(file.meeting().title()).isEqualTo("weekly");
        assertThat(file.meeting().startsAt()).isEqualTo("2026-03-04T14:15:00Z");
        assertThat(file.recordedUntil()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        // The hour that summer time repeats: the earlier one.
        "Europe/Berlin, 2026-10-25-02-30-00, 2026-10-25T00:30:00Z",
        "Europe/Berlin, 2026-07-01-12-00-00, 2026-07-01T10:00:00Z",
        // The hour that it leaves out.
        "Europe/Berlin, 2026-03-29-02-30-00,",
        "UTC, 2026-02-30-10-00-00,",
        "UTC, 2026-13-01-10-00-00,",
        "Asia/Kathmandu, 2026-01-01-00-00-00, 2025-12-31T18:15:00Z",
    })
    void localTimeIsReadInTheSourcesZone(String zone, String local, @Nullable String start) {
        HandOver file = Calls.only(heard(null, null, source("recorder-zone", zone), "s1/r_" + local + ".mp4"));

        assertThat(file.meeting().startsAt()).isEqualTo(start == null ? null : Instant.parse(start));
    }

    @Test
    void longAndForeignNamesAreKept() {
        String name = "会議".repeat(50) + "x_2026-03-04-09-15-00.mp4";
        assertThat(name).as("the longest that Jibri writes").hasSize(125);
        HandOver file = Calls.only(heard(null, null, source("recorder-zone", "UTC"), "s1/" + name));

        assertThat(file.fileName()).isEqualTo(name);
        assertThat(file.meeting().title()).startsWith("会議会議").endsWith("x");
        assertThat(file.meeting().startsAt()).isEqualTo("2026-03-04T09:15:00Z");
    }

    @Test
    void twoFilesAreTwoRecordingsOfOneMeeting() {
        Hearing.Heard heard = heard(
                null,
                null,
                source(),
                "s1/a_2026-03-04-09-15-00.mp4",
                "s1/b_2026-03-04-09-45-00.mp4",
                "s1/metadata.json");

        assertThat(heard.handOvers()).hasSize(2);
        assertThat(heard.handOvers()).extracting(HandOver::key).doesNotHaveDuplicates();
        assertThat(heard.handOvers())
                .extracting(file -> file.meeting().externalId())
                .containsOnly("s1");
    }

    @Test
    void anEmptyFileIsTold() {
        Hearing.Heard heard = new Session("s1", Optional.empty(), Optional.empty(), source())
                .heard(List.of(new Found(FILE, 0, "0-1", ENDED)));

        assertThat(Calls.unusable(heard)).isEqualTo("the file is empty");
    }

    @Test
    void theMetadataMayHoldTheMeetingsOwnId() {
        String metadata = "{\"occurrence\":\"4b1c-7\",\"meeting_url\":\"https://meet.example.org/\"}";

        assertThat(only(metadata, source("meeting-key", "occurrence")).meeting().externalId())
                .isEqualTo("4b1c-7");
        assertThat(only("{}", source("meeting-key", "occurrence")).meeting().externalId())
                .isEqualTo("s1");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-04T09:30:02Z, 2026-03-04T09:30:02Z",
        "2026-03-04T09:39:59Z, 2026-03-04T09:39:59Z",
        // By hand, the next day; or the files were copied.
        "2026-03-05T08:00:00Z,",
        "2026-03-04T09:00:00Z,",
        "soon,",
    })
    void theScriptsMarkerSaysTheEndOnlyWhenItFitsTheFile(String finalized, @Nullable String end) {
        HandOver file = Calls.only(heard(null, "{\"finalized\":\"" + finalized + "\"}", source(), FILE));

        assertThat(file.recordedUntil()).isEqualTo(end == null ? null : Instant.parse(end));
    }

    @Test
    void theMetadatasEndCountsMoreThanTheMarkers() {
        HandOver file = Calls.only(heard(
                "{\"end\":\"2026-03-04T09:29:00Z\"}", "{\"finalized\":\"2026-03-04T09:30:01Z\"}", source(), FILE));

        assertThat(file.recordedUntil()).isEqualTo("2026-03-04T09:29:00Z");
    }

    @Test
    void theScriptsCallMakesUsLook() {
        Jibri jibri = new Jibri();

        for (String token : List.of("old-token", "new-token")) {
            assertThat(jibri.hear(
                            Calls.of("{\"session\":\"s1\"}", "Authorization", "Bearer " + token), source(), ENDED))
                    .isEqualTo(new Hearing.Look("session s1 is over"));
        }
        assertThat(jibri.hear(Calls.of("{}", "Authorization", "bearer new-token"), source(), ENDED))
                .isInstanceOf(Hearing.Look.class);
        assertThat(jibri.hear(Calls.of("x", "Authorization", "Bearer new-token"), source(), ENDED))
                .isInstanceOf(Hearing.Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "new-token", "Bearer", "Bearer ", "Bearer guessed", "Basic new-token", "Bearer new-token2"})
    void aCallThatIsNotProvenIsRefused(String authorization) {
        assertThat(new Jibri().hear(Calls.of("{}", "Authorization", authorization), source(), ENDED))
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void withoutATokenNoCallIsTaken() {
        SourceSettings silent = new SourceSettings(Map.of("directory", "jibri"), Map.of());

        assertThat(new Jibri().hear(Calls.of("{}", "Authorization", "Bearer "), silent, ENDED))
                .isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void aSampleOfMetadataShowsWhatIsUnderstood() {
        Jibri jibri = new Jibri();

        assertThat(Calls.only(jibri.sample(
                                        "metadata.json",
                                        "{\"title\":\"Board\"}".getBytes(StandardCharsets.UTF_8),
                                        source())
                                .orElseThrow())
                        .meeting()
                        .title())
                .isEqualTo("Board");
        assertThat(jibri.sample("metadata.json", "{".getBytes(StandardCharsets.UTF_8), source()))
                .containsInstanceOf(Hearing.Malformed.class);
        assertThat(jibri.sample("call.json", new byte[0], source())).isEmpty();
    }
}
