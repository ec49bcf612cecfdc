package dev.tenure.transcode.lettering;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The font that words are drawn with: which letters it has, and how wide they are. Immutable, and the same on every machine: no font of the machine's
 * is ever used.
 */
public final class Lettering {

    /** DejaVu Sans: Latin, Greek, Cyrillic, Armenian, Georgian and many signs. Its licence allows to hand it on with a program. */
    private static final String FONT = "/net/sf/jasperreports/fonts/dejavu/DejaVuSans.ttf";

    /** Behind the planes that text is written in there are no letters. */
    private static final int PLANES_END = 0x20000;

    private final byte[] file;
    private final Map<Integer, Double> widths;

    private Lettering(byte[] file, Map<Integer, Double> widths) {
        this.file = file;
        this.widths = Map.copyOf(widths);
    }

    private static final class Bundled {
        static final Lettering ONE = read();
    }

    /** The font that comes with the program. */
    public static Lettering bundled() {
        return Bundled.ONE;
    }

    /** The first character that it has no letter for, as {@code U+4E00}; empty if it has all. */
    public Optional<String> missing(String text) {
        return text.codePoints()
                .filter(point -> !widths.containsKey(point))
                .mapToObj("U+%04X"::formatted)
                .findFirst();
    }

    /** How wide a text is on one line, in units of the height of its letters. What it has no letter for counts as one. */
    public double width(String text) {
        return text.codePoints()
                .mapToDouble(point -> widths.getOrDefault(point, 1.0))
                .sum();
    }

    /** Writes the font's file. */
    public void write(Path target) throws IOException {
        Files.write(target, file);
    }

    private static Lettering read() {
        try (InputStream in = Lettering.class.getResourceAsStream(FONT)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its font " + FONT);
            }
            byte[] file = in.readAllBytes();
            try (TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(file))) {
                return new Lettering(file, widths(font));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Map<Integer, Double> widths(TrueTypeFont font) throws IOException {
        CmapLookup letters = font.getUnicodeCmapLookup();
        double unit = font.getUnitsPerEm();
        Map<Integer, Double> widths = new HashMap<>();
        for (int point = ' '; point < PLANES_END; point++) {
            int letter = letters.getGlyphId(point);
            if (letter != 0) {
                widths.put(point, font.getAdvanceWidth(letter) / unit);
            }
        }
        return widths;
    }
}
