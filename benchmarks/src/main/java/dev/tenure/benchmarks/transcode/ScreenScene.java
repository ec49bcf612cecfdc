package dev.tenure.benchmarks.transcode;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.image.BufferedImage;
import java.util.Random;

/**
 * A shared screen, a minute round: half a minute of slides, a document that is scrolled through, a slide with a chart, an editor in which somebody
 * types. A cursor moves over it in bursts, and most of the time nothing happens, as in a meeting.
 */
final class ScreenScene implements Scene {

    private static final int PART_SECONDS = 10;
    private static final int PARTS = 6;
    private static final int DOCUMENT = 3;
    private static final int EDITOR = 5;

    private static final Color PAPER = new Color(0xFAFAF7);
    private static final Color INK = new Color(0x202328);
    private static final Color NIGHT = new Color(0x1E1F26);
    private static final Color CODE = new Color(0xD4D7DE);
    private static final Color[] ACCENTS = {
        new Color(0x1F6FB2), new Color(0xB5462F), new Color(0x2E7D4F), new Color(0x6A4C93), new Color(0xB8860B)
    };

    private final int width;
    private final int height;
    private final double unit;

    ScreenScene(int width, int height) {
        this.width = width;
        this.height = height;
        this.unit = height / 1080.0;
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
        int part = frame / RATE / PART_SECONDS;
        double seconds = (double) frame / RATE - part * PART_SECONDS;
        Graphics2D brush = Scene.brush(image);
        switch (part % PARTS) {
            case DOCUMENT -> document(brush, part, seconds);
            case EDITOR -> editor(brush, part, seconds);
            default -> slide(brush, part, part % PARTS == DOCUMENT + 1);
        }
        cursor(brush, (double) frame / RATE);
        brush.dispose();
    }

    private void slide(Graphics2D brush, int number, boolean chart) {
        fill(brush, PAPER);
        brush.setColor(ACCENTS[number % ACCENTS.length]);
        brush.fillRect(0, 0, width, px(120));
        brush.setColor(Color.WHITE);
        brush.setFont(font(Font.SANS_SERIF, Font.BOLD, 56));
        brush.drawString(Words.line(number, 44), px(80), px(82));
        brush.setColor(INK);
        brush.setFont(font(Font.SANS_SERIF, Font.PLAIN, 34));
        for (int line = 0; line < (chart ? 5 : 11); line++) {
            brush.fillOval(px(90), px(212 + line * 72), px(14), px(14));
            brush.drawString(Words.line(number * 100L + line, chart ? 34 : 80), px(130), px(230 + line * 72));
        }
        if (chart) {
            chart(brush, number);
        }
        brush.setFont(font(Font.SANS_SERIF, Font.PLAIN, 20));
        brush.drawString("Quarterly review, page " + number, px(80), height - px(40));
    }

    private void chart(Graphics2D brush, int number) {
        Random heights = new Random(number);
        int base = height - px(160);
        for (int bar = 0; bar < 12; bar++) {
            brush.setColor(ACCENTS[bar % ACCENTS.length]);
            int tall = px(100 + heights.nextInt(500));
            brush.fillRect(width / 2 + px(bar * 68), base - tall, px(46), tall);
        }
        brush.setColor(INK);
        brush.setStroke(new BasicStroke(px(3)));
        brush.drawLine(width / 2 - px(10), base, width - px(90), base);
    }

    /** Scrolls for two seconds, then is read for two. */
    private void document(Graphics2D brush, int number, double seconds) {
        fill(brush, Color.WHITE);
        double turns = Math.floor(seconds / 4) + Math.min(1, seconds % 4 / 2);
        int scrolled = px(turns * 400);
        brush.setColor(INK);
        brush.setFont(font(Font.SERIF, Font.PLAIN, 26));
        int step = px(38);
        for (int line = Math.max(0, scrolled / step - 2); line * step - scrolled < height + step; line++) {
            if (line % 9 != 8) {
                brush.drawString(Words.line(number * 1000L + line, 110), px(260), line * step - scrolled + px(60));
            }
        }
        brush.setColor(new Color(0xE4E6EA));
        brush.fillRect(0, 0, px(200), height);
    }

    /** Twelve characters a second, in bursts. */
    private void editor(Graphics2D brush, int number, double seconds) {
        fill(brush, NIGHT);
        double typing = Math.floor(seconds / 3) * 2 + Math.min(2, seconds % 3);
        int typed = (int) (typing * 12);
        brush.setFont(font(Font.MONOSPACED, Font.PLAIN, 24));
        for (int line = 0; line < 30; line++) {
            brush.setColor(new Color(0x6B7080));
            brush.drawString(Integer.toString(line + 1), px(30), px(50 + line * 34));
            String text = Words.line(number * 77L + line, 40 + line * 7 % 50);
            if (line == 14) {
                text = Words.line(number * 77L + line, 200).substring(0, typed);
            }
            brush.setColor(line % 5 == 0 ? new Color(0x7FB4F0) : CODE);
            brush.drawString(text, px(110 + line % 3 * 40), px(50 + line * 34));
        }
    }

    private void cursor(Graphics2D brush, double seconds) {
        // Moves for one second out of every four, from one resting place to the next.
        long rest = (long) (seconds / 4);
        double way = Math.clamp(seconds % 4 - 3, 0, 1);
        double x = place(rest, 11) + (place(rest + 1, 11) - place(rest, 11)) * way;
        double y = place(rest, 23) + (place(rest + 1, 23) - place(rest, 23)) * way;
        int left = (int) (x * width);
        int top = (int) (y * height);
        Polygon arrow = new Polygon(
                new int[] {left, left, left + px(16), left + px(9)},
                new int[] {top, top + px(26), top + px(19), top + px(19)},
                4);
        brush.setColor(Color.WHITE);
        brush.fill(arrow);
        brush.setStroke(new BasicStroke(2));
        brush.setColor(Color.BLACK);
        brush.draw(arrow);
    }

    private static double place(long rest, int salt) {
        return 0.1 + 0.8 * new Random(rest * 7919 + salt).nextDouble();
    }

    private void fill(Graphics2D brush, Color color) {
        brush.setColor(color);
        brush.fillRect(0, 0, width, height);
    }

    private Font font(String family, int style, int size) {
        return new Font(family, style, px(size));
    }

    private int px(double at1080) {
        return (int) Math.round(at1080 * unit);
    }
}
