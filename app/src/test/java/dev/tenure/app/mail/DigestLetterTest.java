package dev.tenure.app.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.ItemKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestLetterTest {

    @Test
    void saysWhatGoesWhenInTheAccountsZone() {
        var letter = new DigestLetter(Digested.digest(
                "ada@example.org",
                List.of(Digested.line("Weekly", 2, ItemKind.RECORDING, ItemKind.CHAT)),
                List.of(Digested.line("Old one", 1, ItemKind.RECORDING)),
                0));
        assertThat(letter.subject()).isEqualTo("2 items go soon, 1 in the trash");
        assertThat(letter.text()).isEqualTo("""
                Hello Ada Host,

                this is about recordings, and what belongs to them, that Clinic <North> keeps of meetings that you hosted. Times are those of Europe/Berlin.

                Goes soon
                ---------
                * Weekly (28 March 2026: recording, chat)
                    goes 28 April 2026 00:00
                To keep one longer, choose another retention for it before that time, within what your account allows.

                In the trash
                ------------
                * Old one (28 March 2026: recording)
                    restorable until 28 April 2026 00:00
                Until that time you can restore it; after it, nobody can.

                You get this because you are the host of these meetings. At most one such letter is sent a day, and only when there is news.
                """);
    }

    @Test
    void countsWhatNoLineTellsOf() {
        var letter = new DigestLetter(
                Digested.digest("ada@example.org", List.of(Digested.line("Weekly", 3, ItemKind.FILE)), List.of(), 17));
        assertThat(letter.subject()).isEqualTo("20 items go soon");
        assertThat(letter.text())
                .contains("28 March 2026: file, 3 items")
                .contains("* and 17 more")
                .doesNotContain("trash\n");
        assertThat(letter.html()).contains("and 17 more");
    }

    @Test
    void speaksOfOneAsOfOne() {
        var ending = new DigestLetter(
                Digested.digest("ada@example.org", List.of(Digested.line("Weekly", 1, ItemKind.CHAT)), List.of(), 0));
        var trashed = new DigestLetter(
                Digested.digest("ada@example.org", List.of(), List.of(Digested.line("Weekly", 1, ItemKind.CHAT)), 0));
        assertThat(ending.subject()).isEqualTo("1 item goes soon");
        assertThat(trashed.subject()).isEqualTo("1 item in the trash");
    }

    @Test
    void namesOfMeetingsAreTextWhateverTheyAre() {
        var letter = new DigestLetter(Digested.digest(
                "ada@example.org",
                List.of(Digested.line(
                        "<img src=http://evil.example/x>\r\nBcc: a@b.example\u2028* Other", 1, ItemKind.RECORDING)),
                List.of(),
                0));
        assertThat(letter.html())
                .contains("&lt;img src=http://evil.example/x&gt; Bcc: a@b.example * Other")
                .contains("Clinic &lt;North&gt;")
                .doesNotContain("<img");
        assertThat(letter.text().lines().filter(line -> line.contains("evil")))
                .singleElement()
                .asString()
                .contains("Bcc:");
        assertThat(letter.subject()).isEqualTo("1 item goes soon");
    }
}
