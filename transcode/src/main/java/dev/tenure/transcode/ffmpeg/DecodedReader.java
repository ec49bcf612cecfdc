package dev.tenure.transcode.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads how many packets of each track were read and how many frames came of them, as {@code type,frames,packets}. */
final class DecodedReader extends LineReader {

    private static final Pattern COUNTS = Pattern.compile("(video|audio),(\\d+|N/A),(\\d+|N/A)");

    private final boolean keyFramesOnly;
    private boolean lacking;
    private boolean any;

    /**
     * Reads them.
     *
     * @param keyFramesOnly whether most packets of a picture were to give no frame
     */
    DecodedReader(boolean keyFramesOnly) {
        this.keyFramesOnly = keyFramesOnly;
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
        boolean each = counts.group(1).equals("video") && !keyFramesOnly;
        lacking |= frames.equals("N/A") || frames.equals("0") || (each && !frames.equals(counts.group(3)));
    }

    /** Whether there is a track, and each gave the frames that it should. */
    synchronized boolean whole() {
        return any && !lacking;
    }
}
