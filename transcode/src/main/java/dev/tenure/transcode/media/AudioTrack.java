package dev.tenure.transcode.media;

/**
 * One sound track as probed.
 *
 * @param index the stream's number in the file
 * @param codec ffmpeg's codec name, such as {@code aac}
 * @param profile ffmpeg's profile name, empty if it has none
 * @param channels number of channels, 0 if unknown
 * @param sampleRate samples per second, 0 if unknown
 * @param bitRate bits per second, 0 if unknown
 * @param language as the file tags it, empty if it does not
 */
public record AudioTrack(
        int index, String codec, String profile, int channels, int sampleRate, long bitRate, String language) {

    public AudioTrack {
        if (index < 0 || channels < 0 || sampleRate < 0 || bitRate < 0) {
            throw new IllegalArgumentException("negative audio fact");
        }
    }

    /** A track in no language that is known. */
    public AudioTrack(int index, String codec, String profile, int channels, int sampleRate, long bitRate) {
        this(index, codec, profile, channels, sampleRate, bitRate, "");
    }
}
