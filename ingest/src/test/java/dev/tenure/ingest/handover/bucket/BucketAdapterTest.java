package dev.tenure.ingest.handover.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.Calls;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.SourceSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The notifications of S3 and of MinIO, as La Suite Meet takes them; all in them is invented. */
class BucketAdapterTest {

    private static final Instant NOW = Instant.parse("2026-03-04T09:35:00Z");
    private static final SourceSettings SOURCE =
            new SourceSettings(Map.of("bucket-name", "rec", "prefix", "recordings/"), Map.of("token", "first\nsecond"));

    private final BucketAdapter adapter = new BucketAdapter();

    private static String record(String event, String bucket, String key, String size) {
        return """
                {"eventVersion":"2.1","eventName":"%s","eventTime":"2026-03-04T09:34:50.123Z","awsRegion":"x","s3":{
                  "bucket":{"name":"%s","arn":"arn:aws:s3:::rec"},
                  "object":{"key":"%s","size":%s,"eTag":"\\"9b2c-3\\"","contentType":"video/mp4","sequencer":"17"}}}
                """.formatted(event, bucket, key, size);
    }

    private Hearing hear(String... records) {
        return hear("Bearer first", records);
    }

    private Hearing hear(String authorization, String[] records) {
        return adapter.hear(
                Calls.of("{\"Records\":[" + String.join(",", records) + "]}", "Authorization", authorization),
                SOURCE,
                NOW);
    }

    @Test
    void aNewObjectIsHeard() {
        HandOver file = Calls.only(hear(record("ObjectCreated:Put", "rec", "recordings/4b1c.mp4", "512")));

        assertThat(file.location()).isEqualTo(new Location.InBucket("bucket", "recordings/4b1c.mp4"));
        assertThat(file.key()).isEqualTo("recordings/4b1c.mp4#9b2c-3");
        assertThat(file.kind()).isEqualTo(ItemKind.RECORDING);
        assertThat(file.size()).isEqualTo(512);
        assertThat(file.recordedUntil()).as("nobody said when it ended").isNull();
    }

    @Test
    void theFilesTimeCountsAsTheEndOnlyWhereThatIsConfigured() {
        SourceSettings believing =
                new SourceSettings(Map.of("bucket-name", "rec", "end-from-time", "true"), Map.of("token", "first"));
        String body = "{\"Records\":[" + record("s3:ObjectCreated:Put", "rec", "a.ogg", "5") + "]}";

        assertThat(Calls.only(adapter.hear(Calls.of(body, "Authorization", "Bearer first"), believing, NOW))
                        .recordedUntil())
                .isEqualTo("2026-03-04T09:34:50.123Z");
    }

    @Test
    void keysAreDecodedAsFormsAre() {
        HandOver file =
                Calls.only(hear(record("s3:ObjectCreated:Copy", "rec", "recordings/a+b%2Fc%C3%A9%2B.mp4", "5")));

        assertThat(file.location()).isEqualTo(new Location.InBucket("bucket", "recordings/a b/c\u00e9+.mp4"));
        assertThat(file.fileName()).isEqualTo("c\u00e9+.mp4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer third", "Bearer ", "first", "Basic first", "Bearer first\u00e9", ""})
    void anotherTokenIsRefused(String authorization) {
        String[] records = {record("ObjectCreated:Put", "rec", "recordings/a.mp4", "5")};

        assertThat(hear(authorization, records)).isInstanceOf(Hearing.Refused.class);
    }

    @Test
    void withoutATokenOfItsOwnASourceTakesNoCalls() {
        SourceSettings without = new SourceSettings(Map.of("bucket-name", "rec"), Map.of());

        assertThat(adapter.hear(Calls.of("{}", "Authorization", "Bearer "), without, NOW))
                .isInstanceOf(Hearing.Refused.class);
        assertThat(hear("Bearer second", new String[] {})).isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void whatIsNoRecordingOfTheBucketIsIgnored() {
        assertThat(hear(
                        record("ObjectRemoved:Delete", "rec", "recordings/a.mp4", "5"),
                        record("ObjectCreated:Put", "other", "recordings/a.mp4", "5"),
                        record("ObjectCreated:Put", "rec", "elsewhere/a.mp4", "5"),
                        record("ObjectCreated:Put", "rec", "recordings/a.json", "5"),
                        record("ObjectCreated:Put", "rec", "recordings/.mp4", "5"),
                        record("ObjectCreated:Put", "rec", "recordings/%zz.mp4", "5"),
                        record("ObjectCreated:Put", "rec", "recordings/a.mp4", "0"),
                        record("ObjectCreated:Put", "rec", "recordings/a.mp4", "-7"),
                        record("ObjectCreated:Put", "rec", "recordings/a.mp4", "1e999"),
                        "{}",
                        "7"))
                .isInstanceOf(Hearing.Ignored.class);
    }

    @Test
    void aTranscriptIsOne() {
        assertThat(Calls.only(hear(record("ObjectCreated:Put", "rec", "recordings/a.VTT", "5")))
                        .kind())
                .isEqualTo(ItemKind.TRANSCRIPT);
    }

    @Test
    void aRepeatedNotificationSaysTheSameAndNewContentIsAnotherFile() {
        String first = record("ObjectCreated:Put", "rec", "recordings/a.mp4", "5");
        Hearing.Heard both = (Hearing.Heard) hear(first, first.replace("9b2c-3", "7777"));

        assertThat(hear(first)).isEqualTo(hear(first.replace("\"17\"", "\"18\"")));
        assertThat(both.handOvers())
                .extracting(HandOver::key)
                .isEqualTo(List.of("recordings/a.mp4#9b2c-3", "recordings/a.mp4#7777"));
    }
}
