package dev.tenure.transcode.ffmpeg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the sizes of pictures, one a line as {@code width,height}, and keeps the one with the most pixels. */
final class SizesReader extends LineReader {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5}),(\\d{1,5}),?");

    private int width;
    private int height;
    private boolean changing;

    @Override
    void take(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return;
        }
        int thisWidth = Integer.parseInt(size.group(1));
        int thisHeight = Integer.parseInt(size.group(2));
        changing |= width != 0 && (thisWidth != width || thisHeight != height);
        if ((long) thisWidth * thisHeight > (long) width * height) {
            width = thisWidth;
            height = thisHeight;
        }
    }

    synchronized PictureSizes sizes() {
        return new PictureSizes(width, height, changing);
    }
}
