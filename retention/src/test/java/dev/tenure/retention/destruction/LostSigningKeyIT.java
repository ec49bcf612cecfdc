package dev.tenure.retention.destruction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.signing.UnusableSigningKey;
import dev.tenure.retention.CertificateSigner;
import dev.tenure.retention.RetentionWorld;
import dev.tenure.retention.policy.RetentionSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RetentionWorld.Shared.class)
class LostSigningKeyIT {

    private final RetentionWorld world;
    private final DestructionConfiguration configuration = new DestructionConfiguration();

    LostSigningKeyIT(RetentionWorld world) {
        this.world = world;
    }

    @Test
    void noNewKeyIsMadeOnceCertificatesExist() {
        Item item = world.anItem(world.anAccount(), "P30D");
        world.the(Destruction.class).begin(item.id());
        Destroyer destroyer = world.the(Destroyer.class);
        destroyer.carryOn(10);
        world.clock().advance(RetentionWorld.VERIFY_DELAY);
        destroyer.carryOn(10);

        Path lost = world.directory().resolve("lost.pem");
        assertThatThrownBy(() -> start(lost))
                .isInstanceOf(UnusableSigningKey.class)
                .hasMessageContainingAll(lost.toString(), "Restore it from the backup");
        assertThat(lost).doesNotExist();
        assertThat(start(world.signingKey()).keyId())
                .isEqualTo(world.the(CertificateSigner.class).keyId());
    }

    private CertificateSigner start(Path signingKey) {
        RetentionSettings settings = new RetentionSettings(
                RetentionWorld.SKEW, RetentionWorld.VERIFY_DELAY, Duration.ofMinutes(1), signingKey);
        return configuration.certificateSigner(settings, world.the(JdbcDestructions.class));
    }
}
