package dev.tenure.ingest.handover.bigbluebutton;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata of a recording, also where somebody else wrote it. */
class MetadataTest {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567-1772613000000";

    private static Optional<Metadata> read(String xml) {
        return Metadata.of(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNeededIsRead() {
        Metadata metadata = read("""
                <?xml version="1.0"?>
                <recording><id>%s</id><state>published</state><published>true</published><participants>3</participants>
                 <start_time>1772613000000</start_time><end_time>1772616890123</end_time>
                 <meta><meetingId>weekly</meetingId><meetingName>W&amp;B <![CDATA[<Büro>]]></meetingName><token>canary</token></meta>
                 <playback><format>video</format><link>https://bbb.example.org/x</link><duration>3885000</duration>
                  <extensions><preview><images><image width="176"><id>other</id></image></images></preview></extensions></playback>
                </recording>""".formatted(ID)).orElseThrow();

        assertThat(metadata.id()).isEqualTo(ID);
        assertThat(metadata.title()).isEqualTo("W&B <Büro>");
        assertThat(metadata.start()).isEqualTo("2026-03-04T08:30:00Z");
        assertThat(metadata.end()).isEqualTo("2026-03-04T09:34:50.123Z");
        assertThat(metadata.toString()).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "0", "1772616890", "99999999999999999999", ""})
    void aTimeThatCannotBeMeantIsNone(String time) {
        assertThat(read("<recording><id>" + ID + "</id><end_time>" + time + "</end_time></recording>")
                        .orElseThrow()
                        .end())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<recording/>",
                "<recording><id></id></recording>",
                "<recording><id>x</id>",
                "{}",
                "<a><id>x</id></a>"
            })
    void whatIsNoMetadataIsNotRead(String xml) {
        assertThat(read(xml)).isEmpty();
    }

    @Test
    @Timeout(20)
    void nothingElseIsReadForIt(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "canary");
        for (String declared : new String[] {
            "<!ENTITY x SYSTEM \"" + secret.toUri() + "\">",
            "<!ENTITY % y SYSTEM \"" + secret.toUri() + "\"> %y; <!ENTITY x \"z\">",
            "<!ENTITY x \"inside\">",
            "<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">"
                    + "<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY x \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">",
        }) {
            assertThat(read("<!DOCTYPE recording [" + declared + "]><recording><id>" + ID
                            + "</id><meta><meetingName>&x;</meetingName></meta></recording>"))
                    .as(declared)
                    .isEmpty();
        }
        assertThat(read("<!DOCTYPE recording SYSTEM \"http://127.0.0.1:9/x.dtd\"><recording><id>" + ID
                        + "</id></recording>"))
                .isEmpty();
    }

    @Test
    void whatIsNestedForNoReasonIsNotRead() {
        assertThat(read("<recording><id>" + ID + "</id>" + "<a>".repeat(1000) + "</a>".repeat(1000) + "</recording>"))
                .isEmpty();
    }
}
