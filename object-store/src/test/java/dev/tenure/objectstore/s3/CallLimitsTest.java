package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;

class CallLimitsTest {

    private final CallLimits limits = new CallLimits(Duration.ofSeconds(60));

    private static AwsRequestOverrideConfiguration of(Consumer<AwsRequestOverrideConfiguration.Builder> limits) {
        AwsRequestOverrideConfiguration.Builder request = AwsRequestOverrideConfiguration.builder();
        limits.accept(request);
        return request.build();
    }

    @Test
    void givesASlowLinkTimeForEveryByte() {
        assertThat(of(limits.sending(1000)).apiCallAttemptTimeout()).contains(Duration.ofSeconds(30));
        assertThat(of(limits.sending(512L << 20)).apiCallAttemptTimeout()).contains(Duration.ofSeconds(30 + 512));
        assertThat(of(limits.sending(512L << 20)).apiCallTimeout()).contains(Duration.ofSeconds(60 + 2 * 512));
    }

    @Test
    void givesAServerMinutesToMoveBytesByItself() {
        assertThat(of(limits.working()).apiCallAttemptTimeout()).contains(Duration.ofSeconds(330));
    }
}
