package dev.tenure.transcode.plan;

import dev.tenure.transcode.lettering.Lettering;
import java.util.ArrayList;
import java.util.List;

/** Breaks a text into lines no wider than there is room: between words, and inside of a word that is wider than a line. */
final class LineBreaks {

    private final Lettering lettering;
    private final double room;

    /**
     * Lines of this width.
     *
     * @param room in heights of letters
     */
    LineBreaks(Lettering lettering, double room) {
        this.lettering = lettering;
        this.room = room;
    }

    List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (lettering.width(longer) <= room) {
                line = new StringBuilder(longer);
                continue;
            }
            if (!line.isEmpty()) {
                lines.add(line.toString());
            }
            line = rest(word, lines);
        }
        lines.add(line.toString());
        return lines;
    }

    /** Adds lines full of a word that is too wide, and returns what is left of it. */
    private StringBuilder rest(String word, List<String> lines) {
        StringBuilder line = new StringBuilder();
        for (int point : word.codePoints().toArray()) {
            String letter = Character.toString(point);
            if (!line.isEmpty() && lettering.width(line + letter) > room) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(letter);
        }
        return line;
    }
}
