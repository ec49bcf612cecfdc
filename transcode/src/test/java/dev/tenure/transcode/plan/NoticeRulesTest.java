package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.OnMedia;
import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.transcode.lettering.Lettering;
import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NoticeRulesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String NUMBER = "01890a5d-ac96-774b-bcce-b302099a8057";
    private static final String NAME = "spoken version 3 (en)";
    private static final String KEPT = "kept until 2027-05-04 (as of 2026-11-27)";
    private static final String TERMS = "Recorded with notice " + NAME + ", " + KEPT;
    private static final String PLAIN = "Recorded with notice " + NUMBER + ", " + KEPT;
    private static final NoticeSound SOUND = new NoticeSound(Container.WAV, 0, Duration.ofSeconds(3), -2.0);
    private static final AudioPlan ENCODED = new AudioPlan(1, Treatment.ENCODE, 1, 48_000, 64_000);

    private final List<String> reasons = new ArrayList<>();

    @Test
    void setsTheNoticesOwnWordsBeforeItsTerms() {
        MediaNotice notice = drawn(wish(Visible.LINE, "Aufnahme läuft"), 1920, 1080);

        assertThat(notice.text().replace('\n', ' ')).isEqualTo("Aufnahme läuft · " + TERMS);
        assertThat(notice.lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(notice.letters()).isEqualTo(36);
        assertThat(reasons)
                .containsExactly("Notice spoken version 3 (en) drawn in a line at the bottom, from beginning to end.");
    }

    @Test
    void takesTheFirstWordsThatThereIsRoomFor() {
        String long1 = "This meeting is recorded. ".repeat(20);

        assertThat(drawn(wish(Visible.LINE, long1, "Recording"), 1280, 720).text())
                .startsWith("Recording · Recorded");
        assertThat(drawn(wish(Visible.LINE, long1), 1280, 720).text().replace('\n', ' '))
                .isEqualTo(TERMS);
        assertThat(reasons).last().isEqualTo("The notice's own words are left out: there is no room for all of them.");
        MediaNotice card = drawn(wish(Visible.CARD, "This meeting is recorded. ".repeat(8)), 1280, 720);
        assertThat(card.lines()).hasSizeLessThanOrEqualTo(10).contains("");
        assertThat(card.letters()).isEqualTo(40);
        assertThat(reasons).last().asString().contains("drawn on a card over the first 4 s");
    }

    @ParameterizedTest
    @CsvSource({
        "'הפגישה מוקלטת', they are written from right to left",
        "'Recording يتم التسجيل', they are written from right to left",
        "'会議は録画中', there is no letter for U+4F1A",
        "'☃ 🫠', there is no letter for U+1FAE0",
    })
    void leavesOutWordsThatCannotBeDrawnAndSaysWhy(String words, String why) {
        MediaNotice notice = drawn(wish(Visible.LINE, words), 1280, 720);

        assertThat(notice.text().replace('\n', ' ')).isEqualTo(TERMS);
        assertThat(reasons).last().asString().startsWith("The notice's own words are left out: " + why);
    }

    @Test
    void namesANoticeByItsNumberWhereItsNameCannotBeDrawn() {
        String name = "通知 version 3 (ja)";
        NoticeWish wish = new NoticeWish(
                NUMBER,
                new OnMedia(Visible.LINE, false),
                name,
                List.of("会議"),
                "Recorded with notice " + name + ", " + KEPT,
                PLAIN,
                null);

        assertThat(drawn(wish, 1280, 720).text().replace('\n', ' ')).isEqualTo(PLAIN);
        assertThat(reasons).contains("The notice is named by its number: in its name there is no letter for U+901A.");
    }

    /** Whatever stands in a text: it is one text of visible letters, and nothing of it is lost or means anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's \"quoted\", 100% : ok\\",
                "%{pts} %{expr:1} ${x} \\n [in];[out],drawtext=",
                "two\nlines\r\tand\u0000 controls\u202E\u2066"
            })
    void keepsHostileWordsAsTheyAre(String words) {
        MediaNotice notice = drawn(wish(Visible.LINE, words), 1920, 1080);

        String visible = words.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ").strip().replaceAll(" {2,}", " ");
        assertThat(notice.text().replace('\n', ' ')).isEqualTo((visible + " · " + TERMS).strip());
        assertThat(notice.lines()).allMatch(line -> line.chars().noneMatch(Character::isISOControl));
    }

    @ParameterizedTest
    @CsvSource({"1920, 1080", "640, 360", "320, 240", "1080, 1920", "4096, 2304"})
    void staysInsideOfThePicture(int width, int height) {
        for (Visible visible : List.of(Visible.LINE, Visible.CARD)) {
            MediaNotice notice = drawn(wish(visible, "Recording", "W".repeat(300)), width, height);
            assertThat(notice.lines())
                    .allMatch(line -> Lettering.bundled().width(line) * notice.letters() <= width * 0.92);
            assertThat(notice.lines().size() * notice.letters() * 1.4)
                    .isLessThan(visible == Visible.CARD ? height : height * 0.6);
        }
    }

    @Test
    void saysOfAPictureThatIsTooSmallThatItIs() {
        MediaNotice notice = drawn(wish(Visible.LINE, "Recording"), 64, 64);

        assertThat(notice.letters()).isEqualTo(12);
        assertThat(reasons)
                .last()
                .isEqualTo("It takes %d lines: the picture is small."
                        .formatted(notice.lines().size()));
    }

    @Test
    void saysWhatIsNotShownOrPlayed() {
        NoticeWish both = wish(new OnMedia(Visible.LINE, true), SOUND, "Recording");

        assertThat(NoticeRules.plan(both, null, ENCODED, HOUR, reasons))
                .isEqualTo(new MediaNotice(NUMBER, Visible.NONE, List.of(), 0, SOUND));
        MediaNotice shown = Objects.requireNonNull(NoticeRules.plan(both, picture(1280, 720), null, HOUR, reasons));
        assertThat(shown.played()).isEmpty();
        NoticeWish mute = wish(new OnMedia(Visible.NONE, true), null, "Recording");
        assertThat(NoticeRules.plan(mute, picture(1280, 720), ENCODED, HOUR, reasons))
                .isNull();
        NoticeRules.plan(both, null, ENCODED, Duration.ofSeconds(2), reasons);

        assertThat(reasons)
                .contains(
                        "Notice spoken version 3 (en) not shown: there is no picture.",
                        "Notice spoken version 3 (en) not played: there is no sound.",
                        "Notice spoken version 3 (en) not played: it has no sound file.",
                        "Notice spoken version 3 (en) played over the beginning, for 3000 ms; what is said meanwhile is lowered.",
                        "Notice spoken version 3 (en) played over the beginning; the recording ends before it does.");
    }

    /** Both tracks would be copied without: what makes them be encoded, and what is told of it. */
    @ParameterizedTest
    @CsvSource({
        "NONE, false, COPY, COPY, false",
        "LINE, false, ENCODE, COPY, true",
        "CARD, false, ENCODE, COPY, true",
        "NONE, true, COPY, ENCODE, true",
        "LINE, true, ENCODE, ENCODE, true",
    })
    void encodesWhatCarriesTheNotice(
            Visible visible, boolean audible, Treatment video, Treatment audio, boolean carried) {
        MediaFacts facts = new MediaFacts(
                Container.MP4,
                HOUR,
                1000,
                0,
                List.of(new VideoTrack(0, "h264", "High", "yuv420p", 1280, 720, 25, true, 0, 0)),
                List.of(new AudioTrack(1, "aac", "LC", 2, 48_000, 96_000)));

        Planned planned = new Recipe(MediaLimits.defaults())
                .plan(facts, wish(new OnMedia(visible, audible), audible ? SOUND : null, "Recording"));

        TranscodePlan plan = ((Planned.Accepted) planned).plan();
        assertThat(plan.picture().orElseThrow().treatment()).isEqualTo(video);
        assertThat(plan.sound().orElseThrow().treatment()).isEqualTo(audio);
        assertThat(plan.notice() != null).isEqualTo(carried);
        assertThat(plan.drawn().isPresent()).isEqualTo(visible != Visible.NONE);
        assertThat(plan.played().isPresent()).isEqualTo(audible);
        String drawnOn = "Picture encoded to H.264: the notice is drawn on it.";
        String playedIn = "Sound encoded to AAC-LC in one channel at 64 kbit/s: the notice is played at its beginning.";
        assertThat(plan.reasons().contains(drawnOn)).isEqualTo(video == Treatment.ENCODE);
        assertThat(plan.reasons().contains(playedIn)).isEqualTo(audio == Treatment.ENCODE);
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.readValue(json.writeValueAsString(plan), TranscodePlan.class))
                .isEqualTo(plan);
    }

    private MediaNotice drawn(NoticeWish wish, int width, int height) {
        return Objects.requireNonNull(NoticeRules.plan(wish, picture(width, height), null, HOUR, reasons));
    }

    private static VideoPlan picture(int width, int height) {
        return new VideoPlan(0, Treatment.ENCODE, width, height, Fit.AS_IS, false, Duration.ofSeconds(4));
    }

    private static NoticeWish wish(Visible visible, String... words) {
        return wish(new OnMedia(visible, false), null, words);
    }

    private static NoticeWish wish(OnMedia what, @Nullable NoticeSound sound, String... words) {
        return new NoticeWish(NUMBER, what, NAME, Arrays.asList(words), TERMS, PLAIN, sound);
    }
}
