package dev.tenure.ingest.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.adapters.Adapters;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a source may be told. */
class SourceSettingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "URL|https://s3.example.org|true",
                "URL|http://10.0.0.1:9000/|true",
                "URL|https://user@s3.example.org|false",
                "URL|https://s3.example.org/?x=1|false",
                "URL|https://s3.example.org/#x|false",
                "URL|file:///etc/passwd|false",
                "URL|s3.example.org|false",
                "BUCKET|my-bucket|true",
                "BUCKET|a/../b|false",
                "BUCKET|-x-|false",
                "YES_OR_NO|true|true",
                "YES_OR_NO|yes|false",
                "DIRECTORY|studio/a|true",
                "DIRECTORY|/etc|false",
                "DIRECTORY|../other|false",
                "DIRECTORY|a/..|false",
                "DIRECTORY|a\\..\\b|false",
                "HOSTS|zoom.us, *.zoom.us|true",
                "HOSTS|*|false",
                "HOSTS|zoom.us;evil|false",
                "NUMBER|5|true",
                "NUMBER|-5|false",
                "NUMBER|10000|false",
                "ZONE|Europe/Berlin|true",
                "ZONE|Mars/Olympus|false",
                "TEXT|one line|true"
            })
    void aValueHasTheShapeOfItsSetting(Shape shape, String value, boolean fits) {
        List<Setting> settings = List.of(Setting.required("x", shape, "it must fit"));

        if (fits) {
            assertThatCode(() -> SourceSettings.check(settings, Map.of("x", value), Map.of()))
                    .doesNotThrowAnyException();
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SourceSettings.check(settings, Map.of("x", value), Map.of()))
                    .withMessageContaining("it must fit");
        }
    }

    @Test
    void aSecretIsNoSettingAndIsNotShown() {
        List<Setting> settings = List.of(Setting.required("key", Shape.SECRET, "the key"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceSettings.check(settings, Map.of("key", "canary"), Map.of()))
                .withMessageContaining("secrets")
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SourceSettings.check(settings, Map.of(), Map.of("key", "canary\0")))
                .withMessageNotContaining("canary");
        assertThat(new SourceSettings(Map.of(), Map.of("key", "canary")).toString())
                .doesNotContain("canary");
    }

    @Test
    void everyAdapterHasANameAndSettingsOfItsOwn() {
        assertThat(Adapters.all())
                .extracting(Adapter::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
        for (Adapter adapter : Adapters.all()) {
            assertThat(adapter.settings()).extracting(Setting::name).doesNotHaveDuplicates();
            assertThat(Adapters.find(adapter.name())).contains(adapter);
        }
    }

    @Test
    void anAddressMeansAKeyOnlyInItsOwnBucket() {
        BucketSettings aws = new BucketSettings(null, "eu-central-1", "rec", "a", "s", false);

        assertThat(aws.keyOf("https://rec.s3.eu-central-1.amazonaws.com/a/b%20c.mp4"))
                .contains("a/b c.mp4");
        assertThat(aws.keyOf("https://s3.eu-central-1.amazonaws.com/rec/a.mp4")).contains("a.mp4");
        assertThat(aws.keyOf("https://rec.s3.us-east-1.amazonaws.com/a.mp4")).isEmpty();
        assertThat(aws.keyOf("https://rec.s3.eu-central-1.amazonaws.com.evil.example/a.mp4"))
                .isEmpty();
        assertThat(aws.keyOf("https://rec.s3.eu-central-1.amazonaws.com/")).isEmpty();
        assertThat(aws.toString()).doesNotContain("\"s\"");
    }
}
