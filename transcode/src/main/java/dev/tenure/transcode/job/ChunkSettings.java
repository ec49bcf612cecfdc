package dev.tenure.transcode.job;

import dev.tenure.transcode.plan.ChunkRules;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a long picture is cut and encoded by many.
 *
 * @param gain least media time that others must take off one encoder; an hour on one free worker is half an hour. Too small cuts what is encoded
 *     sooner than it is sent around, too big leaves workers idle beside a long encode
 * @param shortest no chunk is meant to be shorter. Too small pays a fetch of the original, a start and a key frame for little, too big leaves
 *     workers without a chunk
 * @param threads chunks that this machine encodes at once beside the first. 0 is right where one encoder uses all cores; more only for machines with
 *     more cores than one encoder can use
 */
@ConfigurationProperties("tenure.transcode.chunks")
public record ChunkSettings(
        @DefaultValue("15m") Duration gain,
        @DefaultValue("2m") Duration shortest,
        @DefaultValue("0") int threads) {

    public ChunkSettings {
        if (!gain.isPositive() || !shortest.isPositive()) {
            throw new IllegalArgumentException("tenure.transcode.chunks: gain and shortest must be above zero");
        }
        if (threads < 0) {
            throw new IllegalArgumentException("tenure.transcode.chunks.threads: not negative");
        }
    }

    ChunkRules rules() {
        return new ChunkRules(gain, shortest);
    }
}
