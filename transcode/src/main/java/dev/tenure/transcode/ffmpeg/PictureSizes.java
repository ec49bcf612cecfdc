package dev.tenure.transcode.ffmpeg;

/**
 * The sizes that a picture track has on its way.
 *
 * @param width coded width of the largest picture, 0 if there was none
 * @param height its coded height
 * @param changing whether there are others
 */
public record PictureSizes(int width, int height, boolean changing) {}
