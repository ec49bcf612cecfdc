package dev.tenure.benchmarks.transcode;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Paints the sources. Their picture is lossless, so that it is the measure of every profile's quality, and of a kind that browsers do not play, so that
 * it has to be encoded; their sound is noise with the rhythm of speech in 48 kbit/s Opus.
 */
final class SourceMaker {

    private static final String SPEECH = "anoisesrc=color=pink:amplitude=0.4:sample_rate=48000:seed=7,highpass=f=150,"
            + "lowpass=f=3500,tremolo=f=4.5:d=0.9,tremolo=f=0.35:d=0.8";

    private final Tool tool;
    private final Path directory;
    private final int seconds;

    SourceMaker(Tool tool, Path directory, int seconds) {
        this.tool = tool;
        this.directory = directory;
        this.seconds = seconds;
    }

    Source make(Source.Kind kind) throws IOException, InterruptedException {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        Path file = directory.resolve(name + "-" + seconds + "s.mkv");
        Scene scene = switch (kind) {
            case SCREEN -> new ScreenScene(1920, 1080);
            case CAMERAS -> new GalleryScene(1280, 720, 2, 2);
            case MIXED -> new StripScene();
            case SOUND -> null;
        };
        if (Files.notExists(file)) {
            Path partial = directory.resolve("partial.mkv");
            if (scene == null) {
                sound(partial);
            } else {
                picture(partial, scene);
            }
            Files.move(partial, file);
        }
        return scene == null
                ? new Source(kind.words(), file, kind, 0, 0, 0, seconds)
                : new Source(kind.words(), file, kind, scene.width(), scene.height(), Scene.RATE, seconds);
    }

    private void sound(Path file) throws IOException, InterruptedException {
        List<String> arguments = start();
        arguments.addAll(List.of("-f", "lavfi", "-i", SPEECH, "-t", Integer.toString(seconds)));
        arguments.addAll(List.of("-c:a", "libopus", "-b:a", "48k", file.toString()));
        tool.run(directory, arguments);
    }

    private void picture(Path file, Scene scene) throws IOException, InterruptedException {
        List<String> arguments = start();
        arguments.addAll(List.of("-f", "rawvideo", "-pix_fmt", "bgr0", "-r", Integer.toString(Scene.RATE)));
        arguments.addAll(List.of("-s", scene.width() + "x" + scene.height(), "-i", "pipe:0"));
        arguments.addAll(List.of("-f", "lavfi", "-i", SPEECH, "-t", Integer.toString(seconds)));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv420p"));
        arguments.addAll(List.of("-g", "250", "-c:a", "libopus", "-b:a", "48k", file.toString()));
        BufferedImage image = StripScene.canvas(scene);
        int[] pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        ByteBuffer bytes = ByteBuffer.allocate(pixels.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        tool.run(directory, arguments, input -> {
            for (int frame = 0; frame < seconds * Scene.RATE; frame++) {
                scene.paint(image, frame);
                bytes.asIntBuffer().put(pixels);
                input.write(bytes.array());
            }
        });
    }

    private static List<String> start() {
        return new ArrayList<>(List.of("-hide_banner", "-loglevel", "error", "-y"));
    }
}
