package dev.tenure.transcode.media;

/** Text of others as one line that can be shown: control, format and line characters become spaces. */
public final class OneLine {

    private OneLine() {}

    /**
     * Cleans a text.
     *
     * @param maxLength characters that are kept
     */
    public static String of(String text, int maxLength) {
        StringBuilder kept = new StringBuilder();
        int[] points = text.codePoints().limit(maxLength).toArray();
        for (int point : points) {
            int type = Character.getType(point);
            boolean hidden = Character.isISOControl(point)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            kept.appendCodePoint(hidden ? ' ' : point);
        }
        return kept.toString().strip().replaceAll(" {2,}", " ");
    }
}
