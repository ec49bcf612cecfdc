package dev.tenure.transcode.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoryboardTest {

    @ParameterizedTest
    @CsvSource({
        // seconds, width, height -> milliseconds between, pictures, width, height, rows, sheets
        "1, 1280, 720, 5000, 1, 192, 108, 1, 1",
        "12, 1280, 720, 5000, 3, 192, 108, 1, 1",
        "60, 720, 1280, 5000, 12, 108, 192, 2, 1",
        "3600, 1920, 1080, 12000, 300, 192, 108, 10, 3",
        "86400, 1920, 1080, 288000, 300, 192, 108, 10, 3",
        "60, 64, 48, 5000, 12, 64, 48, 2, 1",
        "60, 4096, 16, 5000, 12, 192, 2, 2, 1",
    })
    void staysSmallHoweverLongTheRecording(
            long seconds, int width, int height, long between, int pictures, int w, int h, int rows, int sheets) {
        Storyboard board = Storyboard.of(Duration.ofSeconds(seconds), width, height);

        assertThat(board).isEqualTo(new Storyboard(Duration.ofMillis(between), pictures, w, h));
        assertThat(board.rows()).isEqualTo(rows);
        assertThat(board.sheets()).isEqualTo(sheets).isEqualTo(board.files().size());
    }

    @Test
    void saysWhichPictureStandsForWhichTime() {
        Duration length = Duration.ofMillis(12_300);

        assertThat(Storyboard.of(length, 1280, 720).text(length)).isEqualTo("""
                        WEBVTT

                        00:00:00.000 --> 00:00:05.000
                        storyboard1.jpg#xywh=0,0,192,108

                        00:00:05.000 --> 00:00:10.000
                        storyboard1.jpg#xywh=192,0,192,108

                        00:00:10.000 --> 00:00:12.300
                        storyboard1.jpg#xywh=384,0,192,108
                        """);
    }

    @Test
    void goesOnWithTheNextSheet() {
        Duration length = Duration.ofHours(1);

        assertThat(Storyboard.of(length, 1920, 1080).text(length))
                .contains("00:19:48.000 --> 00:20:00.000\nstoryboard1.jpg#xywh=1728,972,192,108\n")
                .contains("00:20:00.000 --> 00:20:12.000\nstoryboard2.jpg#xywh=0,0,192,108\n")
                .endsWith("00:59:48.000 --> 01:00:00.000\nstoryboard3.jpg#xywh=1728,972,192,108\n");
    }
}
