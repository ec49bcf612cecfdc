package dev.tenure.benchmarks.transcode;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** A shared screen with a strip of four cameras beside it, as most meetings are recorded. */
final class StripScene implements Scene {

    private static final int STRIP = 320;
    private static final int CAMERAS = 4;

    private final ScreenScene screen = new ScreenScene(1600, 900);
    private final GalleryScene cameras = new GalleryScene(STRIP, 180 * CAMERAS, 1, CAMERAS);
    private final BufferedImage screenImage = canvas(screen);
    private final BufferedImage cameraImage = canvas(cameras);

    @Override
    public int width() {
        return 1920;
    }

    @Override
    public int height() {
        return 1080;
    }

    @Override
    public void paint(BufferedImage image, int frame) {
        screen.paint(screenImage, frame);
        cameras.paint(cameraImage, frame);
        Graphics2D brush = image.createGraphics();
        brush.setColor(new Color(0x17181C));
        brush.fillRect(0, 0, width(), height());
        brush.drawImage(screenImage, 0, (height() - screen.height()) / 2, null);
        brush.drawImage(cameraImage, screen.width(), (height() - cameras.height()) / 2, null);
        brush.dispose();
    }

    static BufferedImage canvas(Scene scene) {
        return new BufferedImage(scene.width(), scene.height(), BufferedImage.TYPE_INT_RGB);
    }
}
