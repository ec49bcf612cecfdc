package dev.tenure.transcode.look;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tenure.transcode.media.PictureSample;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Painted frames, each of a kind that recordings have. */
class LookingTest {

    private static final int FRAMES = 20;

    private final Looking looking = new Looking();
    private final Random random = new Random(7);

    @Test
    void seesAStillScreen() {
        for (int i = 0; i < FRAMES; i++) {
            looking.take(text());
        }
        assertThat(seen()).isEqualTo(new PictureSample(FRAMES, 1, 1, 0));
    }

    @Test
    void seesACursorAsNoLife() {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = text();
            frame[(10 + i * 5) * Looking.WIDTH + 40 + i * 9] ^= 0x7F;
            looking.take(frame);
        }
        assertThat(seen().repeated()).isZero();
        assertThat(seen().drawn()).isEqualTo(1);
        assertThat(seen().lively()).isZero();
    }

    @Test
    void seesASensorsNoise() {
        for (int i = 0; i < FRAMES; i++) {
            looking.take(noise(2));
        }
        assertThat(seen()).isEqualTo(new PictureSample(FRAMES, 0, 0, 1));
    }

    @Test
    void seesCamerasBesideAScreen() {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = text();
            byte[] camera = noise(2);
            for (int row = 0; row < Looking.HEIGHT; row++) {
                System.arraycopy(camera, row * Looking.WIDTH, frame, row * Looking.WIDTH, 40);
            }
            looking.take(frame);
        }
        assertThat(seen().drawn()).isEqualTo(0.875);
        assertThat(seen().lively()).isEqualTo(0.125);
    }

    @Test
    void seesACameraThatSendsHalfTheFrames() {
        byte[] frame = noise(2);
        for (int i = 0; i < FRAMES; i++) {
            frame = i % 2 == 0 ? noise(2) : frame;
            looking.take(frame);
        }
        assertThat(seen().repeated()).isCloseTo(0.5, within(0.05));
        assertThat(seen().lively()).isEqualTo(1);
    }

    @Test
    void seesAPhotographThatIsTurnedAsNoLife() {
        byte[] before = noise(12);
        byte[] after = noise(12);
        for (int i = 0; i < FRAMES; i++) {
            looking.take(i < 10 ? before : after);
        }
        assertThat(seen().drawn()).isZero();
        assertThat(seen().lively()).isZero();
    }

    @Test
    void takesNoStepFromOneMomentToTheNext() {
        looking.take(text());
        looking.nextMoment();
        looking.take(noise(20));

        assertThat(looking.seen()).isEmpty();
        assertThatThrownBy(() -> looking.take(new byte[3])).isInstanceOf(IllegalArgumentException.class);
    }

    private PictureSample seen() {
        return looking.seen().orElseThrow();
    }

    /** Dark strokes on light paper. */
    private static byte[] text() {
        byte[] frame = new byte[Looking.WIDTH * Looking.HEIGHT];
        for (int i = 0; i < frame.length; i++) {
            int column = i % Looking.WIDTH;
            int row = i / Looking.WIDTH;
            frame[i] = (byte) (row % 10 < 4 && column % 5 == 0 ? 30 : 240);
        }
        return frame;
    }

    private byte[] noise(double deviation) {
        byte[] frame = new byte[Looking.WIDTH * Looking.HEIGHT];
        for (int i = 0; i < frame.length; i++) {
            double wall = 90 + i % Looking.WIDTH * 0.2;
            frame[i] = (byte) Math.round(wall + random.nextGaussian() * deviation);
        }
        return frame;
    }
}
