package dev.tenure.transcode.media;

/**
 * What moments taken from all over a picture look like. Shares are from 0 to 1.
 *
 * @param frames how many frames were looked at
 * @param repeated share of the steps from frame to frame in which nothing changed
 * @param drawn share of the area that is flat colour or hard edges, as programs draw it and cameras do not
 * @param lively share of the area that is not drawn and changes all the time, by motion or by a sensor's noise
 */
public record PictureSample(int frames, double repeated, double drawn, double lively) {

    public PictureSample {
        if (frames < 1 || !share(repeated) || !share(drawn) || !share(lively)) {
            throw new IllegalArgumentException("a sample of no frames, or a share outside of 0 to 1");
        }
    }

    private static boolean share(double value) {
        return value >= 0 && value <= 1;
    }
}
