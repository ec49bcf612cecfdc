package dev.tenure.catalog;

import org.jspecify.annotations.Nullable;

/**
 * A notice to register. What cannot be is an {@link IllegalArgumentException} that says so.
 *
 * @param sound the sound file, at most {@value #MAX_SOUND} bytes
 */
public record NewNotice(
        String name,
        int version,
        String language,
        String text,
        @Nullable String onScreen,
        @Nullable Sound sound) {

    /** A spoken notice of a minute fits ten times. Kept in the catalog, so that it outlives every bucket. */
    public static final int MAX_SOUND = 512 << 10;

    /** The longest tag that BCP 47 (RFC 5646 §4.4.1) recommends room for. */
    private static final int MAX_LANGUAGE = 35;

    /** Longer than any notice that somebody could read before a meeting. */
    private static final int MAX_NOTICE = 20_000;

    public NewNotice {
        Described.text("notice name", name, NewMeeting.MAX_TEXT);
        Described.text("notice language", language, MAX_LANGUAGE);
        Described.text("notice text", text, MAX_NOTICE);
        if (onScreen != null) {
            Described.text("text on the screen", onScreen, NewMeeting.MAX_TEXT);
        }
        if (version < 1) {
            throw new IllegalArgumentException("notice versions count from 1: " + version);
        }
    }

    /** A notice that is text alone. */
    public static NewNotice of(String name, int version, String language, String text) {
        return new NewNotice(name, version, language, text, null, null);
    }

    /** A sound file and what it is. */
    public static final class Sound {

        private final byte[] bytes;
        private final Notice.Sound facts;

        public Sound(String mediaType, byte[] bytes) {
            if (bytes.length == 0 || bytes.length > MAX_SOUND) {
                throw new IllegalArgumentException(
                        "a notice's sound has 1 to " + MAX_SOUND + " bytes, not " + bytes.length);
            }
            this.bytes = bytes.clone();
            this.facts = new Notice.Sound(mediaType, bytes.length, ContentHash.sha256(bytes));
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        Notice.Sound facts() {
            return facts;
        }
    }

    /** Whether the known notice is this one. What is not given here is not compared: a media server may know the text alone. */
    boolean same(Notice known) {
        return known.text().equals(text)
                && (onScreen == null || onScreen.equals(known.onScreen()))
                && (sound == null || sound.facts().equals(known.sound()));
    }
}
