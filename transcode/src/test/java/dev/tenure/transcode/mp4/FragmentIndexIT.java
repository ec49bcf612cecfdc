package dev.tenure.transcode.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.transcode.RealMedia;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FragmentIndexIT {

    private static final int FLIPS = 5000;

    @TempDir
    private Path directory;

    @Test
    void findsEveryFragmentOfARealFile() throws Exception {
        FragmentIndex index = FragmentIndex.read(real());

        assertThat(index.fragments()).hasSize(5).allMatch(Fragment::independent);
        assertThat(index.fragments())
                .extracting(Fragment::startMicros)
                .startsWith(0L)
                .isSorted();
        assertThat(index.fragments().getFirst().range().offset())
                .isEqualTo(index.init().end());
        assertThat(index.fragments().getLast().range().end()).isEqualTo(index.fileBytes());
        assertThat(index.codecs()).hasSize(2).first().asString().matches("avc1\\.[0-9a-f]{6}");
        assertThat(index.codecs()).last().isEqualTo("mp4a.40.2");
        assertThat(index.endMicros()).isBetween(10_000_000L, 10_100_000L);
    }

    @Test
    void answersDamagedFilesWithItsOwnException() throws Exception {
        byte[] whole = Files.readAllBytes(real());
        Random random = new Random(42);
        Path damaged = directory.resolve("damaged.mp4");
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] bytes = whole.clone();
            // The index at the front and the first fragment's header are what is parsed.
            bytes[random.nextInt(Math.min(bytes.length, 12_000))] ^= (byte) (1 << random.nextInt(8));
            Files.write(damaged, bytes);
            refused += refuses(damaged) ? 1 : 0;
        }
        assertThat(refused).isPositive().isLessThan(FLIPS);
    }

    private static boolean refuses(Path file) throws IOException {
        try {
            FragmentIndex.read(file);
            return false;
        } catch (Mp4FormatException malformed) {
            return true;
        }
    }

    private Path real() throws Exception {
        Path fragmented = RealMedia.make(
                directory.resolve("fragmented.mp4"),
                ("-f lavfi -i color=gray:s=64x64:r=10:d=10 -f lavfi -i sine=440:d=10 -c:v libx264 -preset ultrafast -bf 0"
                                + " -g 20 -c:a aac -b:a 16k"
                                + " -movflags +hybrid_fragmented+delay_moov+default_base_moof+skip_sidx+frag_keyframe")
                        .split(" "));
        Path arranged = directory.resolve("arranged.mp4");
        FastStart.rewrite(fragmented, arranged);
        return arranged;
    }
}
