package dev.tenure.transcode.media;

import java.util.Objects;

/**
 * One picture track as probed.
 *
 * @param index the stream's number in the file
 * @param codec ffmpeg's codec name, such as {@code h264}
 * @param profile ffmpeg's profile name, empty if it has none
 * @param pixelFormat ffmpeg's pixel format name, empty if unknown
 * @param width coded width in pixels, before rotation
 * @param height coded height in pixels, before rotation
 * @param frameRate average frames per second, 0 if unknown
 * @param steady whether frames come at that rate throughout, as far as the header tells
 * @param rotation degrees, a multiple of 90 in 0..270, by which a player turns the picture
 * @param bitRate bits per second, 0 if unknown
 * @param transfer ffmpeg's name of the transfer function, empty if unknown; it tells a picture of high dynamic range
 */
public record VideoTrack(
        int index,
        String codec,
        String profile,
        String pixelFormat,
        int width,
        int height,
        double frameRate,
        boolean steady,
        int rotation,
        long bitRate,
        String transfer) {

    /** Facts that an earlier release kept tell no transfer function. */
    public VideoTrack {
        transfer = Objects.requireNonNullElse(transfer, "");
        if (index < 0 || width < 0 || height < 0 || frameRate < 0 || bitRate < 0) {
            throw new IllegalArgumentException("negative video fact");
        }
        if (rotation < 0 || rotation > 270 || rotation % 90 != 0) {
            throw new IllegalArgumentException("rotation " + rotation);
        }
    }

    /** A track that says nothing of its transfer function. */
    public VideoTrack(
            int index,
            String codec,
            String profile,
            String pixelFormat,
            int width,
            int height,
            double frameRate,
            boolean steady,
            int rotation,
            long bitRate) {
        this(index, codec, profile, pixelFormat, width, height, frameRate, steady, rotation, bitRate, "");
    }

    /** Whether light is coded for displays brighter than common ones: PQ or HLG. */
    public boolean highDynamicRange() {
        return transfer.equals("smpte2084") || transfer.equals("arib-std-b67");
    }

    /** The same track with another coded size. */
    public VideoTrack sized(int largestWidth, int largestHeight) {
        return new VideoTrack(
                index,
                codec,
                profile,
                pixelFormat,
                largestWidth,
                largestHeight,
                frameRate,
                steady,
                rotation,
                bitRate,
                transfer);
    }

    /** Width as a viewer sees it. */
    public int shownWidth() {
        return rotation % 180 == 0 ? width : height;
    }

    /** Height as a viewer sees it. */
    public int shownHeight() {
        return rotation % 180 == 0 ? height : width;
    }
}
