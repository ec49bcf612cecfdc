package dev.tenure.transcode.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressReaderTest {

    private final List<String> told = new ArrayList<>();
    private final ProgressReader reader = new ProgressReader(
            Duration.ofSeconds(10), (fraction, speed) -> told.add("%.2f %.1f".formatted(fraction, speed)));

    @Test
    void tellsFractionAndSpeedAtTheEndOfEachBlock() {
        feed("frame=10\nout_time_us=2500000\nspeed=1.5x\nprogress=continue\n");
        feed("frame=30\nout_time_us=7500000\nspeed= 3.0x\nprogress=continue\n");
        feed("out_time_us=9960000\nspeed=2.0x\nprogress=end\n");

        assertThat(told).containsExactly("0.25 1.5", "0.75 3.0", "1.00 2.0");
        assertThat(reader.outTime()).isEqualTo(Duration.ofMillis(9960));
    }

    @Test
    void understandsLinesInPieces() {
        feed("out_time");
        feed("_us=50000");
        feed("00\r\nprogress=cont");
        feed("inue\n");

        assertThat(told).containsExactly("0.50 0.0");
    }

    @Test
    void neverFallsBackNorPassesTheEnd() {
        feed("out_time_us=5000000\nprogress=continue\nout_time_us=1000000\nprogress=continue\n");
        feed("out_time_us=99000000\nprogress=continue\n");

        assertThat(told).containsExactly("0.50 0.0", "0.50 0.0", "1.00 0.0");
    }

    @Test
    void callsOnlyGrowthProgress() {
        assertThat(feed("frame=0\nout_time_us=N/A\ntotal_size=N/A\nspeed=N/A\nprogress=continue\n"))
                .isFalse();
        assertThat(feed("frame=1\nprogress=continue\n")).isTrue();
        assertThat(feed("frame=1\nprogress=continue\n")).isFalse();
        assertThat(feed("total_size=48\nprogress=continue\n")).isTrue();
        assertThat(feed("out_time_us=1\nprogress=continue\n")).isTrue();
        assertThat(feed("out_time_us=1\nprogress=end\n")).isTrue();
    }

    @Test
    void staysCalmWithNonsense() {
        feed("=\nprogress\nout_time_us=99999999999999999999\n" + "x".repeat(100_000)
                + "\nspeed=fast\nprogress=continue\n");

        assertThat(told).containsExactly("0.00 0.0");
    }

    private boolean feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return reader.read(bytes, bytes.length);
    }
}
