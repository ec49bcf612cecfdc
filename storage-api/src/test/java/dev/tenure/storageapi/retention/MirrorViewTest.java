package dev.tenure.storageapi.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.retention.hold.MirrorStanding.Behind;
import dev.tenure.retention.hold.MirrorStanding.Mirrored;
import dev.tenure.retention.hold.MirrorStanding.NotHeld;
import dev.tenure.retention.hold.MirrorStanding.TenureOnly;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MirrorViewTest {

    @Test
    void saysHowFarTheBucketKeepsAHold() {
        assertThat(MirrorView.of(new Mirrored(Instant.parse("2026-04-01T10:00:00Z")), 3))
                .isEqualTo(
                        new MirrorView(
                                MirrorView.Standing.MIRRORED,
                                "Mirrored, 3 of 3: every version of its items was locked in the bucket as of 2026-04-01T10:00:00Z."));
        assertThat(MirrorView.of(new Behind(1, "denied"), 3).said())
                .isEqualTo("Mirrored, 2 of 3; the rest is kept by Tenure only, behind because of this: denied");
        assertThat(MirrorView.of(new Behind(3, null), 3).said())
                .isEqualTo(
                        "Mirrored, 0 of 3; the rest is kept by Tenure only, behind because the mirror was not there yet.");
        assertThat(MirrorView.of(new TenureOnly(), 3).standing()).isEqualTo(MirrorView.Standing.TENURE_ONLY);
        assertThat(MirrorView.of(new NotHeld(), 3).standing()).isEqualTo(MirrorView.Standing.NOT_HELD);
    }
}
