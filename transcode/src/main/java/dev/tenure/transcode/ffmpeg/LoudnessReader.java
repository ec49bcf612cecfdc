package dev.tenure.transcode.ffmpeg;

import org.jspecify.annotations.Nullable;

/** Reads how loud a sound is out of what the filter tells as it goes; the last word counts. */
final class LoudnessReader extends LineReader {

    static final String KEY = "lavfi.r128.I";

    /** What the measure gives for nothing at all (ITU-R BS.1770: the absolute gate). */
    private static final double NOTHING = -70;

    private @Nullable Double lufs;

    @Override
    void take(String text) {
        if (text.startsWith(KEY + "=")) {
            try {
                double told = Double.parseDouble(text.substring(KEY.length() + 1));
                lufs = Double.isFinite(told) && told > NOTHING ? told : null;
            } catch (NumberFormatException noNumber) {
                lufs = null;
            }
        }
    }

    /** Integrated loudness in LUFS, null for silence. */
    synchronized @Nullable Double lufs() {
        return lufs;
    }
}
