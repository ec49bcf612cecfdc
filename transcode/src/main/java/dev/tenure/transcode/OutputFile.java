package dev.tenure.transcode;

/**
 * One finished file of an attempt directory.
 *
 * @param fileName its fixed name
 * @param contentType media type to serve it as
 * @param sizeBytes its size
 */
public record OutputFile(Kind kind, String fileName, String contentType, long sizeBytes) {

    /** What a file is for. */
    public enum Kind {
        /** The MP4 with picture: download, progressive play, and the bytes behind the playlist. */
        VIDEO,
        /** The same for sound only. */
        AUDIO,
        PLAYLIST,
        /** The sound of a recording with picture alone, to be listened to. */
        LISTENING,
        POSTER,
        /** Small pictures on sheets, and the text that says which is when. */
        STORYBOARD
    }

    public OutputFile {
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("empty output " + fileName);
        }
    }
}
