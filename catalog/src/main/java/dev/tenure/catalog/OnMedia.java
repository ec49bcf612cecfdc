package dev.tenure.catalog;

/**
 * What of a notice is in a file itself.
 *
 * @param visible what stands on the picture
 * @param audible whether the notice's sound is played at the beginning
 */
public record OnMedia(Visible visible, boolean audible) {

    /** Files are as they were recorded. What holds until an account says otherwise. */
    public static final OnMedia NOTHING = new OnMedia(Visible.NONE, false);

    /** What stands on the picture. */
    public enum Visible {
        NONE,
        /** A line at the bottom, from beginning to end. */
        LINE,
        /** Words over the whole picture in its first seconds, behind which it is dimmed. */
        CARD
    }
}
