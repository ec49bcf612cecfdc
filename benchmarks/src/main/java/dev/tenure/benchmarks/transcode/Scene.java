package dev.tenure.benchmarks.transcode;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A picture that moves. A frame follows from its number alone, so that every run measures the same. */
interface Scene {

    /** Frames per second of every scene: 40 ms are exact in every container's clock. */
    int RATE = 25;

    int width();

    int height();

    /** Paints one frame over the whole image, which is of this scene's size and has the frame before in it. */
    void paint(BufferedImage image, int frame);

    /** A brush that draws letters and edges as screens do. */
    static Graphics2D brush(BufferedImage image) {
        Graphics2D brush = image.createGraphics();
        brush.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        brush.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        return brush;
    }
}
