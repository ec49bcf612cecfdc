package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.Container;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.VideoTrack;
import dev.tenure.transcode.plan.VideoPlan.Fit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a source becomes playable in every current browser: copy what plays already, encode the rest to
 * H.264 and AAC-LC, keep frames as they are, never enlarge, never shrink a screen's text below 4K.
 *
 * <p>Pure: the same facts give the same plan. Change a rule and {@link #VERSION} together.
 */
public final class Recipe {

    /** Names these rules in every output they make. */
    public static final String VERSION = "recipe-1";

    /** Key frame distance for moving pictures: a seek decodes at most this much. */
    static final Duration CAMERA_KEY_FRAMES = Duration.ofSeconds(4);

    /** Key frame distance for screens, where a key frame is expensive and little changes. */
    static final Duration SCREEN_KEY_FRAMES = Duration.ofSeconds(10);

    /** Up to this many frames per second a picture is taken for a screen; cameras in meetings send more. */
    static final double SCREEN_MAX_FRAME_RATE = 10;

    /** Longest and shortest edge of an encoded moving picture. */
    static final int CAMERA_LONG_EDGE = 1920;

    static final int CAMERA_SHORT_EDGE = 1080;

    /** Longest and shortest edge of a copied picture or an encoded screen: H.264 level 5.2 hardware decodes it. */
    static final int LONG_EDGE = 4096;

    static final int SHORT_EDGE = 2304;

    private static final int MIN_EDGE = 16;
    private static final int MAX_EDGE = 16_384;
    private static final double MAX_FRAME_RATE = 240;
    private static final int MAX_CHANNELS = 64;

    private static final Set<String> PLAYABLE_PROFILES =
            Set.of("baseline", "constrained baseline", "main", "high", "constrained high", "progressive high");
    private static final Set<String> PLAYABLE_PIXELS = Set.of("yuv420p", "yuvj420p");

    private final MediaLimits limits;

    public Recipe(MediaLimits limits) {
        this.limits = limits;
    }

    /** Plans with copies wherever a track plays as it is. */
    public Planned plan(MediaFacts facts) {
        return plan(facts, true);
    }

    /** Plans without copies, for a source whose copy turned out not to play. */
    public Planned planEncoding(MediaFacts facts) {
        return plan(facts, false);
    }

    private Planned plan(MediaFacts facts, boolean copying) {
        if (facts.videos().isEmpty() && facts.audios().isEmpty()) {
            return new Planned.Refused("The file has neither a picture nor a sound track.");
        }
        if (!facts.duration().isPositive()) {
            return new Planned.Refused("The file has no playable length.");
        }
        if (facts.duration().compareTo(limits.maxDuration()) > 0) {
            return new Planned.Refused("The file claims to last %d hours, more than the %d that are taken."
                    .formatted(facts.duration().toHours(), limits.maxDuration().toHours()));
        }
        Optional<VideoTrack> video = facts.videos().stream()
                .max(Comparator.comparingLong((VideoTrack track) -> (long) track.width() * track.height())
                        .thenComparing(VideoTrack::index, Comparator.reverseOrder()));
        if (video.isPresent()) {
            String absurdity = absurdity(video.get());
            if (absurdity != null) {
                return new Planned.Refused(absurdity);
            }
        }
        SoundTracks heard = SoundTracks.of(facts);
        Optional<AudioTrack> absurd = heard.taken().stream()
                .filter(track -> track.channels() > MAX_CHANNELS)
                .findFirst();
        if (absurd.isPresent()) {
            return new Planned.Refused(
                    "The sound claims %d channels.".formatted(absurd.get().channels()));
        }
        List<String> reasons = new ArrayList<>();
        Duration claimed = facts.known().claimed();
        if (claimed != null) {
            reasons.add("Its end is missing: of %d s that it claims, the %d s that are there are taken."
                    .formatted(claimed.toSeconds(), facts.duration().toSeconds()));
        }
        VideoPlan picture =
                video.map(track -> picture(facts, track, copying, reasons)).orElse(null);
        AudioPlan sound = SoundRules.plan(facts, heard, copying, reasons);
        if (picture == null) {
            reasons.add("No picture: sound only, no poster.");
        }
        if (sound == null) {
            reasons.add("No sound.");
        }
        int ignored = facts.videos().size() - 1;
        if (ignored > 0) {
            reasons.add("%d further picture(s) left out: the largest is taken.".formatted(ignored));
        }
        return new Planned.Accepted(new TranscodePlan(
                VERSION, facts.container(), facts.duration(), facts.sizeBytes(), picture, sound, reasons));
    }

    private @Nullable String absurdity(VideoTrack track) {
        int shortEdge = Math.min(track.width(), track.height());
        int longEdge = Math.max(track.width(), track.height());
        if (shortEdge < MIN_EDGE || longEdge > MAX_EDGE || (long) shortEdge * longEdge > limits.maxPixels()) {
            return "The picture claims %d×%d pixels.".formatted(track.width(), track.height());
        }
        if (track.frameRate() > MAX_FRAME_RATE) {
            return "The picture claims %.0f frames per second.".formatted(track.frameRate());
        }
        return null;
    }

    private static VideoPlan picture(MediaFacts facts, VideoTrack track, boolean copying, List<String> reasons) {
        boolean screen = track.frameRate() > 0 && track.frameRate() <= SCREEN_MAX_FRAME_RATE;
        Duration keyFrames = screen ? SCREEN_KEY_FRAMES : CAMERA_KEY_FRAMES;
        int width = track.shownWidth();
        int height = track.shownHeight();
        String obstacle = copying ? obstacle(facts, track) : "a copy did not play";
        if (obstacle == null) {
            reasons.add("Picture copied: H.264 %s, %d×%d plays in every browser."
                    .formatted(track.profile(), width, height));
            return new VideoPlan(track.index(), Treatment.COPY, width, height, Fit.AS_IS, false, keyFrames);
        }
        reasons.add("Picture encoded to H.264: %s.".formatted(obstacle));
        reasons.add(
                screen
                        ? "Key frames every %d s: %s frames per second looks like a screen."
                                .formatted(keyFrames.toSeconds(), rate(track))
                        : "Key frames every %d s: moving picture.".formatted(keyFrames.toSeconds()));
        boolean reorder = track.steady() && !screen;
        if (!reorder) {
            // An MP4 track's length is counted in decoding order: reordered frames far apart cut off its end.
            reasons.add("Frames in order: they come at varying distances.");
        }
        VideoPlan sized = sized(track, screen, reorder, keyFrames, reasons);
        if (!facts.known().changing().contains(track.index())) {
            return sized;
        }
        reasons.add("Every size is fitted into %d×%d, the largest, with bars where its shape differs."
                .formatted(sized.width(), sized.height()));
        return new VideoPlan(
                sized.index(), Treatment.ENCODE, sized.width(), sized.height(), Fit.LETTERBOX, reorder, keyFrames);
    }

    private static VideoPlan sized(
            VideoTrack track, boolean screen, boolean reorder, Duration keyFrames, List<String> reasons) {
        int width = track.shownWidth();
        int height = track.shownHeight();
        int longBound = screen ? LONG_EDGE : CAMERA_LONG_EDGE;
        int shortBound = screen ? SHORT_EDGE : CAMERA_SHORT_EDGE;
        double shrink =
                Math.min((double) longBound / Math.max(width, height), (double) shortBound / Math.min(width, height));
        if (shrink < 1) {
            int fitWidth = even(width * shrink);
            int fitHeight = even(height * shrink);
            reasons.add("Shrunk from %d×%d to %d×%d.".formatted(width, height, fitWidth, fitHeight));
            return new VideoPlan(track.index(), Treatment.ENCODE, fitWidth, fitHeight, Fit.SHRINK, reorder, keyFrames);
        }
        if (width % 2 != 0 || height % 2 != 0) {
            reasons.add("Padded by one line to even sizes: 4:2:0 needs them and scaling would blur text.");
            return new VideoPlan(
                    track.index(),
                    Treatment.ENCODE,
                    width + width % 2,
                    height + height % 2,
                    Fit.PAD_TO_EVEN,
                    reorder,
                    keyFrames);
        }
        return new VideoPlan(track.index(), Treatment.ENCODE, width, height, Fit.AS_IS, reorder, keyFrames);
    }

    private static @Nullable String obstacle(MediaFacts facts, VideoTrack track) {
        if (facts.known().changing().contains(track.index())) {
            return "its size changes on the way, which not every browser follows";
        }
        if (facts.container() == Container.AVI && track.codec().equals("h264")) {
            return "an AVI does not say when each frame is shown";
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
        if (Math.max(track.width(), track.height()) > LONG_EDGE
                || Math.min(track.width(), track.height()) > SHORT_EDGE) {
            return "%d×%d is more than common hardware decodes".formatted(track.width(), track.height());
        }
        return null;
    }

    private static String rate(VideoTrack track) {
        return String.format(Locale.ROOT, "%.1f", track.frameRate());
    }

    private static int even(double length) {
        return Math.max(2, (int) Math.floor(length / 2) * 2);
    }
}
