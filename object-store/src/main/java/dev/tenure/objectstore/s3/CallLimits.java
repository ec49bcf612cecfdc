package dev.tenure.objectstore.s3;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

/**
 * How long calls to the store may take.
 *
 * @param call a small one with its retries; two attempts that come to nothing fit into it
 */
record CallLimits(Duration call) {

    /** 8 Mbit/s. A faster one breaks off what comes through, a slower one waits longer for a connection that is dead. */
    private static final long SLOWEST_BYTES_PER_SECOND = 1 << 20;

    /** What a server may take to put parts together, or to copy up to {@link S3Copy#WHOLE_LIMIT}, before it answers. */
    private static final Duration WORK_OF_THE_SERVER = Duration.ofMinutes(5);

    Duration attempt() {
        return call.dividedBy(2);
    }

    /** For a call that carries so many bytes. */
    Consumer<AwsRequestOverrideConfiguration.Builder> sending(long bytes) {
        return longer(Duration.ofSeconds(bytes / SLOWEST_BYTES_PER_SECOND));
    }

    /** For a call that carries nothing, and lets the server move bytes. */
    Consumer<AwsRequestOverrideConfiguration.Builder> working() {
        return longer(WORK_OF_THE_SERVER);
    }

    private Consumer<AwsRequestOverrideConfiguration.Builder> longer(Duration by) {
        return limits -> limits.apiCallTimeout(call.plus(by.multipliedBy(2)))
                .apiCallAttemptTimeout(attempt().plus(by));
    }
}
