package dev.tenure.benchmarks.transcode;

import org.jspecify.annotations.Nullable;

/**
 * What one way to treat one source gave.
 *
 * @param bytes size of the file
 * @param score null for sound only, or where nobody asked
 */
record Trial(Source source, String way, long bytes, Cost cost, Quality.@Nullable Score score) {

    double megabytesPerHour() {
        return source.megabytesPerHour(bytes);
    }

    double cpuPerHour() {
        return source.perHour(cost.cpuSeconds());
    }

    double timesRealtime() {
        return source.seconds() / cost.seconds();
    }

    double mean() {
        return score == null ? 0 : score.mean();
    }
}
