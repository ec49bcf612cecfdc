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
        POSTER
    }

    public OutputFile {
        if (sizeBytes < 1) {
            throw new IllegalArgumentException("empty output " + fileName);
        }
    }
}
