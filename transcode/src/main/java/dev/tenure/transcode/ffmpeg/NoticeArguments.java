package dev.tenure.transcode.ffmpeg;

import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.transcode.plan.MediaNotice;
import dev.tenure.transcode.plan.NoticeSound;
import dev.tenure.transcode.plan.TranscodePlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a notice is drawn on a picture and mixed into a sound, purely. Its words and its font are files of fixed names in the private directory that the
 * tool runs in, so that nothing from outside is ever part of a filter.
 */
final class NoticeArguments {

    /** The font, in the directory that the tool runs in. */
    static final String FONT_FILE = "notice.ttf";

    /** The words, in the directory that the tool runs in; nothing in them is expanded. */
    static final String TEXT_FILE = "notice.txt";

    private static final long MICROS = 1_000_000;

    /** Behind a card this share of the light is left: a pointer still is seen, and white letters can be read on a white page. */
    private static final String CARD_SHADE = "black@0.8";

    private static final String LINE_SHADE = "black@0.65";

    /** How far what was recorded steps back behind the notice: 15 dB, so that it still is heard that somebody speaks. */
    private static final double LOWERED = 0.178;

    /** How fast it comes back. */
    private static final double RETURN_SECONDS = 0.5;

    private NoticeArguments() {}

    /**
     * The output options of a picture with the notice drawn on it; the first of them are the filters.
     *
     * @param picture as {@link PictureArguments} makes them
     * @param at where in the recording the first frame that is encoded stands, in microseconds
     */
    static List<String> drawn(List<String> picture, TranscodePlan plan, long at) {
        if (plan.drawn().isEmpty()) {
            return picture;
        }
        MediaNotice notice = plan.drawn().get();
        long left = micros(MediaNotice.CARD) - at;
        if (notice.visible() == Visible.CARD && left <= 0) {
            return picture;
        }
        List<String> list = new ArrayList<>(picture);
        list.set(1, list.get(1) + (notice.visible() == Visible.CARD ? card(notice, left) : line(notice)));
        return list;
    }

    /** One line or two at the bottom, on a dark box as wide as they are. */
    private static String line(MediaNotice notice) {
        int border = Math.max(2, notice.letters() / 3);
        return ",drawtext=%s:box=1:boxcolor=%s:boxborderw=%d:x=(w-text_w)/2:y=h-text_h-%d"
                .formatted(words(notice), LINE_SHADE, border, 2 * border);
    }

    /**
     * The picture dimmed and the words in the middle of it. A frame is repeated where the card ends: else it would stay until the next one, which may
     * be long in coming where a screen is recorded and nothing moves.
     */
    private static String card(MediaNotice notice, long left) {
        String end = seconds(left);
        // A tick of any source's clock earlier, so that no rounding makes the card cover the frame that ends it.
        String enable = "enable='lt(t,%s)'".formatted(seconds(Math.max(0, left - 2000)));
        return "[bare];color=c=black:s=16x16:r=1,settb=1/%d,setpts='if(lt(N,2),N*%s,1000000)/TB'[end]"
                        .formatted(MICROS, end)
                + ";[bare][end]streamselect=inputs=2:map=0"
                + ",drawbox=x=0:y=0:w=iw:h=ih:color=%s:t=fill:%s".formatted(CARD_SHADE, enable)
                + ",drawtext=%s:x=(w-text_w)/2:y=(h-text_h)/2:%s".formatted(words(notice), enable);
    }

    private static String words(MediaNotice notice) {
        return "fontfile=%s:textfile=%s:expansion=none:fontsize=%d:fontcolor=white:text_align=C:line_spacing=%d"
                .formatted(FONT_FILE, TEXT_FILE, notice.letters(), notice.letters() / 5);
    }

    /** What was recorded, lowered while the notice is played. */
    static String lowered(NoticeSound sound) {
        return String.format(
                Locale.ROOT,
                "volume='if(lt(t,%1$.3f),%2$s,min(1,%2$s+(1-%2$s)*(t-%1$.3f)/%3$s))':eval=frame",
                sound.duration().toMillis() / 1000.0,
                LOWERED,
                RETURN_SECONDS);
    }

    /** The notice's own sound, as loud as speech, out of the input with this number. */
    static String spoken(NoticeSound sound, int input, int sampleRate) {
        Double gain = sound.gain();
        return "[%d:%d]asetpts=PTS-STARTPTS,aresample=%d,aformat=channel_layouts=mono"
                        .formatted(input, sound.index(), sampleRate)
                + (gain == null ? "" : String.format(Locale.ROOT, ",volume=%.1fdB", gain));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    private static String seconds(long micros) {
        return String.format(Locale.ROOT, "%d.%06d", micros / MICROS, micros % MICROS);
    }
}
