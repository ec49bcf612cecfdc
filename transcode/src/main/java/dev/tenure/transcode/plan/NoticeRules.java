package dev.tenure.transcode.plan;

import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.transcode.lettering.Lettering;
import java.text.Bidi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a notice is put on a picture and into its sound, and why. Its own words are drawn where there is room for all of them and a letter for each;
 * a part of them is never drawn. What names the notice is drawn in any case.
 */
final class NoticeRules {

    /** More lines would cover what is shown. */
    private static final int LINE_ROWS = 2;

    /** More cannot be read in the time that a card stays. */
    private static final int CARD_ROWS = 10;

    /** Of the picture's height, what a card's words may take. */
    private static final double USABLE_HEIGHT = 0.85;

    /** From one line to the next, in heights of letters. */
    private static final double ROW = 1.3;

    /** The smallest letters that can be read. */
    private static final int SMALLEST = 12;

    /** Of the picture's width, what words may take. */
    private static final double USABLE = 0.92;

    private NoticeRules() {}

    /** Why the picture cannot be copied; null if it can for all that this wish says. */
    static @Nullable String againstPicture(@Nullable NoticeWish wish) {
        return wish != null && wish.visible() ? "the notice is drawn on it" : null;
    }

    /** The same of the sound. */
    static @Nullable String againstSound(@Nullable NoticeWish wish) {
        return wish != null && wish.heard() ? "the notice is played at its beginning" : null;
    }

    /** What the outputs carry, null if nothing. */
    static @Nullable MediaNotice plan(
            NoticeWish wish,
            @Nullable VideoPlan video,
            @Nullable AudioPlan audio,
            Duration length,
            List<String> reasons) {
        Drawn drawn = video == null || !wish.visible() ? null : drawn(wish, video, reasons);
        if (wish.visible() && video == null) {
            reasons.add("Notice %s not shown: there is no picture.".formatted(wish.name()));
        }
        NoticeSound played = audio == null || !wish.heard() ? null : wish.sound();
        if (wish.what().audible()) {
            reasons.add(heard(wish, audio, length));
        }
        if (drawn == null && played == null) {
            return null;
        }
        return new MediaNotice(
                wish.id(),
                drawn == null ? Visible.NONE : wish.what().visible(),
                drawn == null ? List.of() : drawn.lines(),
                drawn == null ? 0 : drawn.letters(),
                played);
    }

    private static String heard(NoticeWish wish, @Nullable AudioPlan audio, Duration length) {
        NoticeSound sound = wish.sound();
        if (sound == null) {
            return "Notice %s not played: it has no sound file.".formatted(wish.name());
        }
        if (audio == null) {
            return "Notice %s not played: there is no sound.".formatted(wish.name());
        }
        if (sound.duration().compareTo(length) > 0) {
            return "Notice %s played over the beginning; the recording ends before it does.".formatted(wish.name());
        }
        return "Notice %s played over the beginning, for %d ms; what is said meanwhile is lowered."
                .formatted(wish.name(), sound.duration().toMillis());
    }

    private record Drawn(List<String> lines, int letters) {}

    private static Drawn drawn(NoticeWish wish, VideoPlan video, List<String> reasons) {
        boolean card = wish.what().visible() == Visible.CARD;
        reasons.add(
                card
                        ? "Notice %s drawn on a card over the first %d s, behind which the picture is dimmed."
                                .formatted(wish.name(), MediaNotice.CARD.toSeconds())
                        : "Notice %s drawn in a line at the bottom, from beginning to end.".formatted(wish.name()));
        int letters = letters(video, card);
        LineBreaks breaks = new LineBreaks(Lettering.bundled(), video.width() * USABLE / letters);
        String obstacle = obstacle(wish.terms());
        if (obstacle != null) {
            reasons.add("The notice is named by its number: in its name %s.".formatted(obstacle));
        }
        String terms = obstacle == null ? wish.terms() : wish.plainTerms();
        List<String> refused = new ArrayList<>();
        for (String words : wish.words()) {
            Optional<List<String>> lines =
                    card ? onCard(words, terms, breaks, rows(video, letters)) : inLine(words, terms, breaks);
            String against = obstacle(words);
            if (against == null && lines.isPresent()) {
                return new Drawn(lines.get(), letters);
            }
            refused.add(against == null ? "there is no room for all of them" : against);
        }
        if (!refused.isEmpty()) {
            reasons.add("The notice's own words are left out: %s.".formatted(refused.getLast()));
        }
        return terms(terms, video, card, letters, reasons);
    }

    private static Optional<List<String>> inLine(String words, String terms, LineBreaks breaks) {
        return Optional.of(breaks.of(words + " · " + terms)).filter(lines -> lines.size() <= LINE_ROWS);
    }

    private static Optional<List<String>> onCard(String words, String terms, LineBreaks breaks, int rows) {
        List<String> lines = new ArrayList<>(breaks.of(words));
        lines.add("");
        lines.addAll(breaks.of(terms));
        return Optional.of(lines).filter(all -> all.size() <= rows);
    }

    private static int rows(VideoPlan video, int letters) {
        return (int) Math.min(CARD_ROWS, video.height() * USABLE_HEIGHT / (letters * ROW));
    }

    /** The terms alone, as small as they must be. */
    private static Drawn terms(String terms, VideoPlan video, boolean card, int wanted, List<String> reasons) {
        int rows = card ? CARD_ROWS : LINE_ROWS;
        int letters = wanted;
        List<String> lines = lines(terms, video, letters);
        while (lines.size() > rows && letters > SMALLEST) {
            letters--;
            lines = lines(terms, video, letters);
        }
        if (lines.size() > rows) {
            reasons.add("It takes %d lines: the picture is small.".formatted(lines.size()));
        }
        return new Drawn(lines, letters);
    }

    private static List<String> lines(String text, VideoPlan video, int letters) {
        return new LineBreaks(Lettering.bundled(), video.width() * USABLE / letters).of(text);
    }

    private static int letters(VideoPlan video, boolean card) {
        int of = Math.min(video.height(), video.width());
        return Math.max(SMALLEST, card ? of / 18 : of / 30);
    }

    /** Why a text cannot be drawn as it is written. */
    private static @Nullable String obstacle(String text) {
        char[] letters = text.toCharArray();
        if (Bidi.requiresBidi(letters, 0, letters.length)) {
            return "they are written from right to left, which cannot be drawn";
        }
        return Lettering.bundled()
                .missing(text)
                .map("there is no letter for %s"::formatted)
                .orElse(null);
    }
}
