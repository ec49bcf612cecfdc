package dev.tenure.transcode.plan;

import dev.tenure.transcode.media.PictureSample;
import dev.tenure.transcode.media.VideoTrack;
import java.util.Locale;
import java.util.Optional;

/** What a picture shows, by which it is encoded. */
public enum Content {
    /** Slides, documents, programs: nothing changes for long, and every letter counts. */
    SCREEN,
    /** Cameras: everything moves a little all the time. */
    CAMERAS,
    /** A screen with cameras beside it, or a film in a screen. */
    MIXED;

    /** Less of the area than this is drawn: a camera's picture, whatever moves in it. */
    static final double CAMERAS_MAX_DRAWN = 0.3;

    /** Less of the area than this is lively: a screen. A single camera in a corner of it takes more. */
    static final double SCREEN_MAX_LIVELY = 0.02;

    /** Up to this many frames per second a picture that nobody looked at is taken for a screen; cameras in meetings send more. */
    static final double SCREEN_MAX_FRAME_RATE = 10;

    /** What a picture shows, with the reason. */
    record Told(Content content, String reason) {}

    static Told of(VideoTrack track, Optional<PictureSample> looks) {
        return looks.map(Content::of).orElseGet(() -> byRate(track));
    }

    private static Told of(PictureSample looks) {
        String seen = "%s of the picture is drawn, %s moves all the time, %s of the frames repeat the one before"
                .formatted(percent(looks.drawn()), percent(looks.lively()), percent(looks.repeated()));
        if (looks.drawn() < CAMERAS_MAX_DRAWN) {
            return new Told(CAMERAS, "Taken for cameras: %s.".formatted(seen));
        }
        if (looks.lively() < SCREEN_MAX_LIVELY) {
            return new Told(SCREEN, "Taken for a screen: %s.".formatted(seen));
        }
        return new Told(MIXED, "Taken for a screen with cameras: %s.".formatted(seen));
    }

    private static Told byRate(VideoTrack track) {
        boolean screen = track.frameRate() > 0 && track.frameRate() <= SCREEN_MAX_FRAME_RATE;
        return screen
                ? new Told(
                        SCREEN,
                        "Taken for a screen: no moment of it could be looked at, and %s frames come in a second."
                                .formatted(String.format(Locale.ROOT, "%.1f", track.frameRate())))
                : new Told(CAMERAS, "Taken for cameras: no moment of it could be looked at.");
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
