package dev.tenure.transcode.plan;

/** What pictures are encoded to. */
public enum PictureCodec {
    /** Plays in every browser and in hardware everywhere. */
    H264("h264", "H.264"),
    /** Fewer bytes, half of them where a screen is shown, for more processor time; browsers of the last years play it, older phones do not. */
    AV1("av1", "AV1");

    private final String probed;
    private final String words;

    PictureCodec(String probed, String words) {
        this.probed = probed;
        this.words = words;
    }

    /** ffprobe's name of it. */
    public String probed() {
        return probed;
    }

    /** Its name for people. */
    public String words() {
        return words;
    }
}
