package dev.tenure.transcode.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how many packets of each track were read and how many frames came of them, as {@code type,frames,packets}. */
final class DecodedReader extends LineReader {

    private static final Pattern COUNTS = Pattern.compile("(video|audio),(\\d+|N/A),(\\d+|N/A)");

    private final boolean keyFramesOnly;
    private final int leastKeyFrames;
    private boolean lacking;
    private boolean any;

    /**
     * Reads them.
     *
     * @param keyFramesOnly whether most packets of a picture were to give no frame
     * @param leastKeyFrames frames that a picture has to give then
     */
    DecodedReader(boolean keyFramesOnly, int leastKeyFrames) {
        this.keyFramesOnly = keyFramesOnly;
        this.leastKeyFrames = leastKeyFrames;
    }

    @Override
    void take(String text) {
        Matcher counts = COUNTS.matcher(text);
        if (!counts.matches()) {
            return;
        }
        any = true;
        String frames = counts.group(2);
        // Of sound the first packet may be priming, which nobody hears.
        boolean picture = counts.group(1).equals("video");
        lacking |= frames.equals("N/A") || frames.equals("0");
        if (picture && !lacking) {
            lacking = keyFramesOnly ? Long.parseLong(frames) < leastKeyFrames : !frames.equals(counts.group(3));
        }
    }

    /** Whether there is a track, and each gave the frames that it should. */
    synchronized boolean whole() {
        return any && !lacking;
    }
}
