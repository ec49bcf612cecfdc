package dev.tenure.ingest.handover.bigbluebutton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the files of a format are to us. */
class FormatTest {

    private static final String ID = "0123456789abcdef0123456789abcdef01234567-1772613000000";
    private static final Instant END = Instant.parse("2026-03-04T09:34:50Z");

    private static Format.Piece piece(String path, long size, Instant at) {
        return new Format.Piece(path, size, at, new Location.OnDisk("published/presentation/" + ID + "/" + path));
    }

    private static Format format(String... paths) {
        return new Format(
                "presentation",
                ID,
                Arrays.stream(paths).map(path -> piece(path, 9, END)).toList());
    }

    private static Hearing.Heard heard(Format format, boolean slides) {
        return format.heard(MeetingFacts.of(ID, "Weekly", null, END), END, slides);
    }

    private static final String[] PRESENTATION = {
        "metadata.xml", "video/webcams.webm", "video/webcams.mp4", "deskshare/deskshare.webm", "captions_en.vtt",
                "captions.json",
        "slides_new.xml", "shapes.svg", "panzooms.xml", "cursor.xml", "notes/notes.pdf", "presentation_text.json",
        "presentation/a1/slide-1.png", "presentation/a1/thumbnails/thumb-1.png", "presentation/a1/svgs/slide1.svg",
                "favicon.ico",
    };

    @Test
    void contentIsTakenByWhatItIsAndScaffoldingIsLeft() {
        assertThat(heard(format(PRESENTATION), false).handOvers())
                .extracting(HandOver::fileName, HandOver::kind, HandOver::recordedUntil)
                .containsExactlyInAnyOrder(
                        tuple("webcams.mp4", ItemKind.RECORDING, END),
                        tuple("deskshare.webm", ItemKind.RECORDING, END),
                        tuple("captions_en.vtt", ItemKind.TRANSCRIPT, END),
                        tuple("slides_new.xml", ItemKind.CHAT, END),
                        tuple("shapes.svg", ItemKind.WHITEBOARD, END),
                        tuple("notes.pdf", ItemKind.FILE, END));
    }

    @Test
    void pagesAreTakenWhereThatIsWished() {
        assertThat(heard(format(PRESENTATION), true).handOvers())
                .extracting(HandOver::fileName)
                .contains("slide-1.png", "slide1.svg")
                .doesNotContain("thumb-1.png");
    }

    @Test
    void thousandsOfPagesAreThousandsOfFiles() {
        String[] paths = Stream.concat(
                        Stream.of("metadata.xml"),
                        IntStream.range(0, 2345).mapToObj(page -> "presentation/a1/slide-" + page + ".png"))
                .toArray(String[]::new);
        Hearing.Heard heard = heard(format(paths), true);

        assertThat(heard.handOvers()).hasSize(2345);
        assertThat(heard.handOvers()).extracting(HandOver::key).doesNotHaveDuplicates();
        assertThat(heard.handOvers())
                .extracting(HandOver::edition)
                .containsOnly(heard.handOvers().getFirst().edition());
    }

    @Test
    void ofTwoEncodingsTheOneThatHoldsAnythingIsTaken() {
        Format format = new Format(
                "presentation", ID, List.of(piece("video/webcams.mp4", 0, END), piece("video/webcams.webm", 9, END)));

        assertThat(heard(format, false).handOvers())
                .extracting(HandOver::fileName)
                .containsExactly("webcams.webm");
        assertThat(heard(new Format("video", ID, List.of(piece("video.mp4", 0, END))), false)
                        .unusable())
                .extracting(Hearing.Unusable::why)
                .containsExactly("the file is empty");
    }

    @Test
    void anEditionIsWhatItsFilesAre() {
        List<Format.Piece> pieces = List.of(piece("metadata.xml", 5, END), piece("video.mp4", 9, END));
        String edition = new Format("video", ID, pieces).edition();

        assertThat(new Format("video", ID, pieces.reversed()).edition()).isEqualTo(edition);
        assertThat(new Format(
                                "video",
                                ID,
                                List.of(
                                        piece("metadata.xml", 6, END.plusSeconds(9)),
                                        new Format.Piece(
                                                "video.mp4", 9, END.plusMillis(7), new Location.OnDisk("elsewhere"))))
                        .edition())
                .as("it was hidden, renamed and sent as an archive")
                .isEqualTo(edition);
        for (Format.Piece other : List.of(
                piece("video.mp4", 10, END), piece("video.mp4", 9, END.plusSeconds(1)), piece("video.webm", 9, END))) {
            assertThat(new Format("video", ID, List.of(pieces.getFirst(), other)).edition())
                    .isNotEqualTo(edition);
        }
    }
}
