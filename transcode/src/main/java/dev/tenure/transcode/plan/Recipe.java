package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.AudioTrack;
import dev.tenure.transcode.media.MediaFacts;
import dev.tenure.transcode.media.MediaLimits;
import dev.tenure.transcode.media.VideoTrack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a source becomes playable in every current browser: copy what plays already, encode the rest to
 * H.264 or AV1 by what the picture shows and to AAC-LC, keep frames as they are but for repeats, never enlarge,
 * never shrink a screen's text below 4K.
 *
 * <p>Pure: the same facts give the same plan. Change a rule and {@link #VERSION} together.
 */
public final class Recipe {

    /** Names these rules in every output they make. */
    public static final String VERSION = "recipe-2";

    private static final int MIN_EDGE = 16;
    private static final int MAX_EDGE = 16_384;
    private static final double MAX_FRAME_RATE = 240;
    private static final int MAX_CHANNELS = 64;

    private final MediaLimits limits;
    private final PictureRules pictures;

    /** Rules that encode pictures to H.264. */
    public Recipe(MediaLimits limits) {
        this(limits, PictureCodec.H264);
    }

    public Recipe(MediaLimits limits, PictureCodec codec) {
        this.limits = limits;
        this.pictures = new PictureRules(codec);
    }

    /** The picture that a plan takes, unless it is refused for it. */
    public Optional<VideoTrack> picture(MediaFacts facts) {
        return largest(facts).filter(track -> absurdity(track) == null);
    }

    /** The same, if it has to be encoded: what it looks like decides how. */
    public Optional<VideoTrack> toEncode(MediaFacts facts) {
        return picture(facts).filter(track -> !pictures.plays(facts, track));
    }

    /** Plans with copies wherever a track plays as it is, for outputs without a notice. */
    public Planned plan(MediaFacts facts) {
        return plan(facts, null);
    }

    /** Plans without copies, for a source whose copy turned out not to play, and outputs without a notice. */
    public Planned planEncoding(MediaFacts facts) {
        return planEncoding(facts, null);
    }

    /**
     * Plans with copies wherever a track plays as it is and carries no notice.
     *
     * @param wish the notice that the outputs should carry; null for none
     */
    public Planned plan(MediaFacts facts, @Nullable NoticeWish wish) {
        return plan(facts, true, wish);
    }

    /** Plans without copies, for a source whose copy turned out not to play. */
    public Planned planEncoding(MediaFacts facts, @Nullable NoticeWish wish) {
        return plan(facts, false, wish);
    }

    private Planned plan(MediaFacts facts, boolean copying, @Nullable NoticeWish wish) {
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
        Optional<VideoTrack> video = largest(facts);
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
        String unplayed = copying ? null : "a copy did not play";
        String againstPicture = unplayed == null ? NoticeRules.againstPicture(wish) : unplayed;
        VideoPlan picture = video.map(track -> pictures.plan(facts, track, againstPicture, reasons))
                .orElse(null);
        String againstSound = unplayed == null ? NoticeRules.againstSound(wish) : unplayed;
        AudioPlan sound = SoundRules.plan(facts, heard, againstSound, reasons);
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
        MediaNotice notice = wish == null ? null : NoticeRules.plan(wish, picture, sound, facts.duration(), reasons);
        return new Planned.Accepted(new TranscodePlan(
                VERSION, facts.container(), facts.duration(), facts.sizeBytes(), picture, sound, notice, reasons));
    }

    private static Optional<VideoTrack> largest(MediaFacts facts) {
        return facts.videos().stream()
                .max(Comparator.comparingLong((VideoTrack track) -> (long) track.width() * track.height())
                        .thenComparing(VideoTrack::index, Comparator.reverseOrder()));
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
}
