package dev.tenure.transcode.look;

import dev.tenure.transcode.media.PictureSample;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts over frames of {@link #WIDTH} × {@link #HEIGHT} grey samples, each a single pixel of the picture and no mean of several: means would smooth
 * away the noise and the edges by which cameras and screens differ. The picture is judged cell by cell.
 */
public final class Looking {

    /** Samples in a line. Fewer miss text, more cost time. */
    public static final int WIDTH = 320;

    /** Lines of samples. */
    public static final int HEIGHT = 180;

    private static final int CELL = 20;
    private static final int COLUMNS = WIDTH / CELL;
    private static final int CELLS = COLUMNS * (HEIGHT / CELL);
    private static final int SAMPLES = CELL * CELL;

    /** Neighbours of a cell's samples within the cell. */
    private static final int PAIRS = CELL * (CELL - 1);

    /** Mean difference from which a cell has changed: above the ripple of a codec, below the noise of a good camera. */
    private static final double CHANGED_MEAN = 0.6;

    /** Difference of one sample from which a cell has changed: a cursor or a letter. */
    private static final int CHANGED_PEAK = 20;

    /** Difference of neighbours from which there is an edge. Text has many, faces and rooms have few. */
    private static final int EDGE = 40;

    /** Share of equal neighbours from which a cell is flat colour; a smooth wall has fewer after any codec. */
    private static final double FLAT = 0.9;

    /** Share of equal neighbours, and of edges among the rest, from which a cell is text or lines on flat colour. */
    private static final double TEXT_EQUAL = 0.35;

    private static final double TEXT_EDGES = 0.03;

    /** Share of the steps that are no repeats in which a cell must change to be lively: some cameras send half the frames. */
    private static final double LIVELY_OF_STEPS = 0.4;

    /** Share of all steps below which nothing is lively, however few steps are no repeats: a slide that is turned is still. */
    private static final double LIVELY_OF_ALL = 0.1;

    private final int[] changes = new int[CELLS];
    private final long[] equal = new long[CELLS];
    private final long[] edges = new long[CELLS];
    private int frames;
    private int steps;
    private int repeats;
    private byte @Nullable [] before;

    /** Begins another moment: its first frame is no step from the last one of the moment before. */
    public void nextMoment() {
        before = null;
    }

    /** Takes the next frame, line by line; the array is kept. */
    public void take(byte[] frame) {
        if (frame.length != WIDTH * HEIGHT) {
            throw new IllegalArgumentException("a frame of " + frame.length + " samples");
        }
        frames++;
        for (int cell = 0; cell < CELLS; cell++) {
            texture(frame, cell);
        }
        if (before != null) {
            step(before, frame);
        }
        before = frame;
    }

    /** What was seen; empty without a single step, which tells nothing of motion. */
    public Optional<PictureSample> seen() {
        if (steps == 0) {
            return Optional.empty();
        }
        int drawn = 0;
        int lively = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            if (drawn(cell)) {
                drawn++;
            } else if (lively(cell)) {
                lively++;
            }
        }
        return Optional.of(
                new PictureSample(frames, (double) repeats / steps, (double) drawn / CELLS, (double) lively / CELLS));
    }

    private boolean lively(int cell) {
        return changes[cell] >= LIVELY_OF_STEPS * (steps - repeats) && changes[cell] > LIVELY_OF_ALL * steps;
    }

    private boolean drawn(int cell) {
        double pairs = (double) PAIRS * frames;
        double same = equal[cell] / pairs;
        return same >= FLAT || (same >= TEXT_EQUAL && edges[cell] / pairs >= TEXT_EDGES);
    }

    private void texture(byte[] frame, int cell) {
        int top = cell / COLUMNS * CELL;
        int left = cell % COLUMNS * CELL;
        for (int row = top; row < top + CELL; row++) {
            int at = row * WIDTH + left;
            for (int column = 1; column < CELL; column++) {
                int difference = Math.abs((frame[at + column] & 0xFF) - (frame[at + column - 1] & 0xFF));
                if (difference == 0) {
                    equal[cell]++;
                } else if (difference >= EDGE) {
                    edges[cell]++;
                }
            }
        }
    }

    private void step(byte[] from, byte[] to) {
        steps++;
        boolean changed = false;
        for (int cell = 0; cell < CELLS; cell++) {
            if (changed(from, to, cell)) {
                changes[cell]++;
                changed = true;
            }
        }
        if (!changed) {
            repeats++;
        }
    }

    private static boolean changed(byte[] from, byte[] to, int cell) {
        int top = cell / COLUMNS * CELL;
        int left = cell % COLUMNS * CELL;
        int sum = 0;
        int peak = 0;
        for (int row = top; row < top + CELL; row++) {
            int at = row * WIDTH + left;
            for (int column = 0; column < CELL; column++) {
                int difference = Math.abs((to[at + column] & 0xFF) - (from[at + column] & 0xFF));
                sum += difference;
                peak = Math.max(peak, difference);
            }
        }
        return sum >= CHANGED_MEAN * SAMPLES || peak >= CHANGED_PEAK;
    }
}
