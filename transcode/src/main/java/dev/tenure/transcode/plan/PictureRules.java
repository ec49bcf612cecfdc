package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a picture, and why: a copy where that plays, else an encode by what it shows. */
final class PictureRules {

    /** Key frame distance where cameras move: a seek decodes at most this much. */
    static final Duration CAMERA_KEY_FRAMES = Duration.ofSeconds(4);

    /** Key frame distance for screens, where a key frame is expensive and little changes. */
    static final Duration SCREEN_KEY_FRAMES = Duration.ofSeconds(10);

    /** Longest and shortest edge of encoded cameras. */
    static final int CAMERA_LONG_EDGE = 1920;

    static final int CAMERA_SHORT_EDGE = 1080;

    /** Longest and shortest edge of a copied picture or an encoded screen: H.264 level 5.2 hardware decodes it. */
    static final int LONG_EDGE = 4096;

    static final int SHORT_EDGE = 2304;

    /**
     * Longest time that a screen is left without a frame. A repeated frame costs some ten bytes and next to no time, while a longer gap delays key
     * frames, which only a frame can be, and a player that starts inside of it.
     */
    static final Duration SCREEN_STILL = Duration.ofSeconds(1);

    /** The same where cameras are seen: what is left out are the copies that recorders add to reach their rate. */
    static final Duration CAMERA_STILL = Duration.ofMillis(200);

    /** Where no rate is known, frames are counted as if this many came a second. */
    private static final double USUAL_RATE = 25;

    private static final Set<String> PLAYABLE_PROFILES =
            Set.of("baseline", "constrained baseline", "main", "high", "constrained high", "progressive high");
    private static final Set<String> PLAYABLE_PIXELS = Set.of("yuv420p", "yuvj420p");

    private final PictureCodec codec;

    PictureRules(PictureCodec codec) {
        this.codec = codec;
    }

    /** Whether the picture plays as it is. */
    boolean plays(MediaFacts facts, VideoTrack track) {
        return obstacle(facts, track) == null;
    }

    /**
     * What becomes of the picture.
     *
     * @param against why it is not copied even if it plays; null if nothing speaks against it
     */
    VideoPlan plan(MediaFacts facts, VideoTrack track, @Nullable String against, List<String> reasons) {
        String obstacle = against == null ? obstacle(facts, track) : against;
        if (obstacle == null) {
            return copy(track, reasons);
        }
        reasons.add("Picture encoded to %s: %s.".formatted(codec.words(), obstacle));
        Content.Told told = Content.of(track, facts.looks());
        reasons.add(told.reason());
        boolean screen = told.content() == Content.SCREEN;
        Duration keyFrames = screen ? SCREEN_KEY_FRAMES : CAMERA_KEY_FRAMES;
        Duration still = screen ? SCREEN_STILL : CAMERA_STILL;
        int repeats = repeats(track, facts.known().widestGap(), still);
        reasons.add("Key frames at changes of scene and every %d s; %s."
                .formatted(
                        keyFrames.toSeconds(),
                        repeats > 0
                                ? "frames that repeat the one before are left out for at most %s s"
                                        .formatted(seconds(still))
                                : "no frame is left out, because some come far apart"));
        if (track.highDynamicRange()) {
            reasons.add("Brightness mapped from high dynamic range (%s), which few displays show, to the common one."
                    .formatted(track.transfer()));
        }
        boolean reorder = reorder(track, told.content());
        if (!reorder && !screen) {
            // An MP4 track's length is counted in decoding order: reordered frames far apart cut off its end.
            reasons.add("Frames in order: they come at varying distances.");
        }
        Size size = size(track, told.content(), reasons);
        if (changing(facts, track)) {
            size = new Size(size.width(), size.height(), Fit.LETTERBOX);
            reasons.add("Every size is fitted into %d×%d, the largest, with bars where its shape differs."
                    .formatted(size.width(), size.height()));
        }
        return new VideoPlan(
                track.index(),
                Treatment.ENCODE,
                size.width(),
                size.height(),
                size.fit(),
                reorder,
                keyFrames,
                codec,
                told.content(),
                repeats,
                track.highDynamicRange());
    }

    private static VideoPlan copy(VideoTrack track, List<String> reasons) {
        PictureCodec as = track.codec().equals(PictureCodec.AV1.probed()) ? PictureCodec.AV1 : PictureCodec.H264;
        reasons.add("Picture copied: %s %s, %d×%d plays in every browser."
                .formatted(as.words(), track.profile(), track.shownWidth(), track.shownHeight()));
        return new VideoPlan(
                track.index(),
                Treatment.COPY,
                track.shownWidth(),
                track.shownHeight(),
                Fit.AS_IS,
                false,
                CAMERA_KEY_FRAMES,
                as,
                Content.CAMERAS,
                0,
                false);
    }

    /** Frames far apart must come in order: a segment begins where its first frame is decoded, not where it is shown. */
    private static boolean reorder(VideoTrack track, Content content) {
        return content != Content.SCREEN && track.steady() && track.frameRate() > Content.SCREEN_MAX_FRAME_RATE;
    }

    /**
     * As many frames as come in the time, but the one that ends it; where they come as they like, as many as do when they come most slowly. Frames are
     * counted here and not their time: of few frames far apart, the last minutes of a screen could be left out.
     */
    private static int repeats(VideoTrack track, @Nullable Duration widestGap, Duration still) {
        double rate = track.frameRate() > 0 ? track.frameRate() : USUAL_RATE;
        int usual = (int) Math.round(rate * still.toMillis() / 1000) - 1;
        if (widestGap == null || !widestGap.isPositive()) {
            return Math.max(0, usual);
        }
        int slowest = (int) Math.min(usual, still.dividedBy(widestGap) - 1);
        return Math.max(0, slowest);
    }

    private record Size(int width, int height, Fit fit) {}

    private static Size size(VideoTrack track, Content content, List<String> reasons) {
        int width = track.shownWidth();
        int height = track.shownHeight();
        boolean cameras = content == Content.CAMERAS;
        int longBound = cameras ? CAMERA_LONG_EDGE : LONG_EDGE;
        int shortBound = cameras ? CAMERA_SHORT_EDGE : SHORT_EDGE;
        double shrink =
                Math.min((double) longBound / Math.max(width, height), (double) shortBound / Math.min(width, height));
        if (shrink < 1) {
            Size fit = new Size(even(width * shrink), even(height * shrink), Fit.SHRINK);
            reasons.add("Shrunk from %d×%d to %d×%d.".formatted(width, height, fit.width(), fit.height()));
            return fit;
        }
        if (width % 2 != 0 || height % 2 != 0) {
            reasons.add("Padded by one line to even sizes: 4:2:0 needs them and scaling would blur text.");
            return new Size(width + width % 2, height + height % 2, Fit.PAD_TO_EVEN);
        }
        return new Size(width, height, Fit.AS_IS);
    }

    private static boolean changing(MediaFacts facts, VideoTrack track) {
        return facts.known().changing().contains(track.index());
    }

    private @Nullable String obstacle(MediaFacts facts, VideoTrack track) {
        if (changing(facts, track)) {
            return "its size changes on the way, which not every browser follows";
        }
        if (facts.container() == Container.AVI && track.codec().equals("h264")) {
            return "an AVI does not say when each frame is shown";
        }
        if (codec == PictureCodec.AV1 && track.codec().equals(codec.probed())) {
            return track.profile().equals("Main") && track.pixelFormat().equals("yuv420p") && !tooLarge(track)
                    ? null
                    : "AV1 %s in %s does not play in every browser".formatted(track.profile(), track.pixelFormat());
        }
        if (!track.codec().equals("h264")) {
            return "%s does not play in every browser".formatted(track.codec());
        }
        if (!PLAYABLE_PROFILES.contains(track.profile().toLowerCase(Locale.ROOT))) {
            return "H.264 profile %s does not play in every browser".formatted(track.profile());
        }
        if (!PLAYABLE_PIXELS.contains(track.pixelFormat())) {
            return "pixel format %s does not play in every browser".formatted(track.pixelFormat());
        }
        if (tooLarge(track)) {
            return "%d×%d is more than common hardware decodes".formatted(track.width(), track.height());
        }
        return null;
    }

    private static boolean tooLarge(VideoTrack track) {
        return Math.max(track.width(), track.height()) > LONG_EDGE
                || Math.min(track.width(), track.height()) > SHORT_EDGE;
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
    }

    private static int even(double length) {
        return Math.max(2, (int) Math.floor(length / 2) * 2);
    }
}
