package dev.tenure.ingest.companion.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made of the words of a file. */
class WordsTest {

    @Test
    void writesCaptionsInWhichNothingIsMarkup() {
        Words words = words(
                Entry.timed(1, 2000, 2000, "A<b> & C\n", "x --> y\n\n00:01.000 --> 00:02.000\n<script>"),
                Entry.timed(2, 1000, 90_061_001, null, "first"),
                Entry.untimed(3, "Ada", "nowhere"));
        assertThat(new String(CaptionsVtt.write(words), StandardCharsets.UTF_8)).isEqualTo("""
                        WEBVTT

                        00:00:01.000 --> 25:01:01.001
                        first

                        00:00:02.000 --> 00:00:02.001
                        <v A&lt;b&gt; &amp; C>x --&gt; y
                        00:01.000 --&gt; 00:02.000
                        &lt;script&gt;
                        """);
    }

    @Test
    void whatIsWrittenIsReadAlike() {
        Words words = words(
                Entry.timed(1, 1000, 2000, "Ada & <Co>", "a <b> &amp; c"),
                Entry.timed(2, 3000, 4000, "Grace", "two\nlines"));
        assertThat(CompanionFile.read(CaptionsVtt.write(words)))
                .isInstanceOfSatisfying(
                        Reading.Understood.class,
                        understood -> assertThat(
                                        understood.words().entries().stream().map(CompanionFileTest::shown))
                                .containsExactly(
                                        "1000-2000 Ada & <Co>: a <b> &amp; c", "3000-4000 Grace: two\\nlines"));
    }

    @Test
    void writesOneJson() {
        Words words = new Words(
                "webvtt",
                "UTF-8",
                "en",
                List.of(new Entry(
                        4, 1000L, 2000L, Instant.parse("2026-03-01T10:00:00Z"), null, "Ada", "all", "hi \"there\"")),
                List.of(new Unread(7, "not part of a cue", "lost")),
                1,
                2);
        assertThat(new String(
                        WordsJson.write(words, new WordsJson.Origin("i", "m", "CHAT", "00ff", 12)),
                        StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"schema\":\"tenure-words/1\",\"item\":\"i\",\"meeting\":\"m\",\"kind\":\"CHAT\",\"source\":{\"format\":\"webvtt\","
                                + "\"encoding\":\"UTF-8\",\"sha256\":\"00ff\",\"size\":12},\"language\":\"en\",\"entries\":[{\"line\":4,\"startMs\":1000,"
                                + "\"endMs\":2000,\"at\":\"2026-03-01T10:00:00Z\",\"speaker\":\"Ada\",\"to\":\"all\",\"text\":\"hi \\\"there\\\"\"}],"
                                + "\"notUnderstood\":{\"count\":1,\"listed\":[{\"line\":7,\"why\":\"not part of a cue\",\"text\":\"lost\"}]},\"mendedTimes\":2}");
        assertThat(new String(WordsJson.text(words), StandardCharsets.UTF_8)).isEqualTo("Ada: hi \"there\"\n");
    }

    @Test
    void timesOfDayCountFromTheStartWhereTheyCould() {
        Placement meeting =
                new Placement(Instant.parse("2026-03-01T22:30:00Z"), ZoneId.of("Europe/Berlin"), Duration.ofHours(1));
        assertThat(places(meeting, clock("00:00:05"), clock("00:59:00"))).containsExactly(5_000L, 3_540_000L);
        assertThat(places(meeting, clock("23:30:05"), clock("00:10:00"))).containsExactly(5_000L, 2_400_000L);
        assertThat(places(meeting, clock("23:31"), clock("11:32:00 pm"))).containsExactly(60_000L, 120_000L);
        assertThat(places(meeting, clock("25:99"), clock("09:00"))).containsExactly(null, null);
        assertThat(places(meeting, at("2026-03-01T22:31:00Z"), at("2026-03-01T22:29:00Z"), at("2020-01-01T00:00:00Z")))
                .containsExactly(60_000L, 0L, null);
    }

    private static Entry clock(String clock) {
        return new Entry(1, null, null, null, clock, "Ada", null, "hi");
    }

    private static Entry at(String at) {
        return new Entry(1, null, null, Instant.parse(at), null, "Ada", null, "hi");
    }

    private static List<Long> places(Placement meeting, Entry... entries) {
        return meeting.place(words(entries)).entries().stream()
                .map(Entry::startMs)
                .toList();
    }

    private static Words words(Entry... entries) {
        return new Words("test", "UTF-8", null, List.of(entries), List.of(), 0, 0);
    }
}
