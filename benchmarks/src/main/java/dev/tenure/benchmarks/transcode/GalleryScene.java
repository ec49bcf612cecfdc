package dev.tenure.benchmarks.transcode;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/** Cameras side by side: in each a person before a room, who sways, speaks and gestures, and the noise of the sensor over everything. */
final class GalleryScene implements Scene {

    /** Standard deviation of the noise in steps of 255: a webcam in an office. */
    private static final double NOISE = 2.5;

    private static final int NOISE_SIZE = 1 << 20;

    private static final Color[] WALLS = {
        new Color(0x8C9AA6), new Color(0xA89A86), new Color(0x7F8F7A), new Color(0x94869C)
    };
    private static final Color[] SHIRTS = {
        new Color(0x2F4A6D), new Color(0x6D2F3A), new Color(0x3C5A3C), new Color(0x4A4A55)
    };

    private final int width;
    private final int height;
    private final int columns;
    private final int rows;
    private final byte[] noise = new byte[NOISE_SIZE];

    GalleryScene(int width, int height, int columns, int rows) {
        this.width = width;
        this.height = height;
        this.columns = columns;
        this.rows = rows;
        Random random = new Random(42);
        for (int i = 0; i < NOISE_SIZE; i++) {
            noise[i] = (byte) Math.round(random.nextGaussian() * NOISE);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void paint(BufferedImage image, int frame) {
        Graphics2D brush = Scene.brush(image);
        double wide = (double) width / columns;
        double tall = (double) height / rows;
        for (int camera = 0; camera < columns * rows; camera++) {
            int row = camera / columns;
            Graphics2D tile = (Graphics2D)
                    brush.create((int) (camera % columns * wide), (int) (row * tall), (int) wide, (int) tall);
            person(tile, camera, (double) frame / RATE, wide, tall);
            tile.dispose();
        }
        brush.dispose();
        grain(((DataBufferInt) image.getRaster().getDataBuffer()).getData(), frame);
    }

    private static void person(Graphics2D brush, int camera, double seconds, double wide, double tall) {
        Color wall = WALLS[camera % WALLS.length];
        brush.setPaint(new GradientPaint(0, 0, wall.brighter(), (float) wide, (float) tall, wall.darker()));
        brush.fill(new Rectangle2D.Double(0, 0, wide, tall));
        Random room = new Random(camera);
        for (int book = 0; book < 14; book++) {
            brush.setColor(new Color(60 + room.nextInt(120), 50 + room.nextInt(100), 50 + room.nextInt(90)));
            double high = tall * (0.12 + room.nextDouble() * 0.1);
            brush.fill(new Rectangle2D.Double(wide * (0.05 + book * 0.028), tall * 0.3 - high, wide * 0.022, high));
        }
        double sway =
                Math.sin(seconds * 0.9 + camera * 1.7) * wide * 0.02 + Math.sin(seconds * 0.37 + camera) * wide * 0.015;
        double nod = Math.sin(seconds * 1.6 + camera * 0.8) * tall * 0.012;
        double x = wide / 2 + sway;
        double y = tall * 0.42 + nod;
        brush.setColor(SHIRTS[camera % SHIRTS.length]);
        brush.fill(new RoundRectangle2D.Double(
                x - wide * 0.2, tall * 0.68 + nod / 2, wide * 0.4, tall * 0.5, wide * 0.12, wide * 0.12));
        brush.setPaint(new GradientPaint(
                (float) (x - wide * 0.1), 0, new Color(0xE0B494), (float) (x + wide * 0.1), 0, new Color(0xB98463)));
        brush.fill(new Ellipse2D.Double(x - wide * 0.085, y - tall * 0.2, wide * 0.17, tall * 0.42));
        brush.setColor(new Color(0x3A2A1E));
        brush.fill(new Ellipse2D.Double(x - wide * 0.09, y - tall * 0.24, wide * 0.18, tall * 0.17));
        brush.setColor(new Color(0x1C1C22));
        brush.fill(new Ellipse2D.Double(x - wide * 0.045, y - tall * 0.03, wide * 0.018, tall * 0.025));
        brush.fill(new Ellipse2D.Double(x + wide * 0.027, y - tall * 0.03, wide * 0.018, tall * 0.025));
        boolean speaks = (int) (seconds / 6) % 4 == camera;
        double open = speaks ? Math.abs(Math.sin(seconds * 9)) * tall * 0.04 : tall * 0.006;
        brush.setColor(new Color(0x7A2E2E));
        brush.fill(new Ellipse2D.Double(x - wide * 0.03, y + tall * 0.1, wide * 0.06, open));
        if (speaks) {
            brush.setColor(new Color(0xD0A080));
            double hand = Math.sin(seconds * 3) * tall * 0.08;
            brush.fill(new Ellipse2D.Double(x + wide * 0.2, tall * 0.72 + hand, wide * 0.06, tall * 0.12));
        }
    }

    /** The same for all three colours, from a place in the table that no other frame and line has. */
    private void grain(int[] pixels, int frame) {
        Random places = new Random(frame);
        for (int row = 0; row < height; row++) {
            int from = places.nextInt(NOISE_SIZE - width);
            for (int column = 0; column < width; column++) {
                int pixel = pixels[row * width + column];
                int more = noise[from + column];
                pixels[row * width + column] = clamp((pixel >> 16 & 0xFF) + more) << 16
                        | clamp((pixel >> 8 & 0xFF) + more) << 8
                        | clamp((pixel & 0xFF) + more);
            }
        }
    }

    private static int clamp(int value) {
        return Math.clamp(value, 0, 255);
    }
}
