package dev.tenure.storageapi.playback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "talk.mp4 | video/mp4 | talk.mp4",
                "Talk.MP4 | video/mp4 | Talk.mp4",
                "evil.bat | video/mp4 | evil_bat.mp4",
                "evil.mp4.exe | application/pdf | evil_mp4_exe.pdf",
                "page.html | text/html | page.html",
                "page.html | application/pdf | page_html.pdf",
                "a | text/plain;charset=utf-8 | a.txt",
                "x.bat | application/x-msdownload | x_bat.bin",
                "../../etc/passwd | text/plain | ____etc_passwd.txt",
                "C:\\x\\y.doc | application/msword | C__x_y.doc",
                "CON | text/plain | _CON.txt",
                "com1.txt | text/plain | _com1.txt",
                "... | text/plain | content.txt",
                "a;b%0d%0aX: y | text/plain | a_b_0d_0aX_ y.txt",
                "a\"; filename=\"b.bat | text/plain | a__ filename=_b_bat.txt",
                "$(reboot)`x` | text/plain | _(reboot)_x_.txt",
                "ünï.vtt | text/vtt | ünï.vtt",
                "😀.png | image/png | 😀.png"
            })
    void keepsWhatIsHarmless(String name, String type, String kept) {
        assertThat(DownloadName.of(name, type).text()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nSet-Cookie: x=1",
                "\u202e4pm.bat",
                "\u200b\u2066\ufeff",
                "a\0b",
                "\ud800",
                "a\u2028b",
                "a\u0085b",
                "filename*=UTF-8''evil.bat"
            })
    void nothingLeavesTheHeader(String name) {
        String header = DownloadName.of(name, "video/mp4").header();
        assertThat(header)
                .matches("attachment; filename=\"[ -~&&[^\"\\\\]]+\"(; filename\\*=UTF-8''[A-Za-z0-9%._~!$&+^`|#-]+)?");
        assertThat(header).doesNotContain("\u202e", ".bat");
    }

    @Test
    void aLongNameIsCutWhereACharacterEnds() {
        for (String one : new String[] {"a", "ü", "😀", "字"}) {
            String kept =
                    DownloadName.of(one.repeat(5000) + ".mp4", "video/mp4").text();
            assertThat(kept).startsWith(one).endsWith(one + ".mp4");
            assertThat(kept.getBytes(StandardCharsets.UTF_8).length).isLessThan(255);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html,application/octet-stream",
        "image/svg+xml,application/octet-stream",
        "application/xhtml+xml,application/octet-stream",
        "multipart/related,application/octet-stream",
        "application/xml,application/octet-stream",
        "text/javascript,application/octet-stream",
        "nonsense,application/octet-stream",
        "video/mp4,video/mp4",
        "text/plain;charset=utf-8,text/plain",
        "application/pdf,application/pdf"
    })
    void whatCouldRunIsNotCalledByItsType(String type, String served) {
        assertThat(ActiveTypes.served(type)).isEqualTo(served);
    }
}
