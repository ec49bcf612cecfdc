package dev.tenure.objectstore.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;

/** The vault on a KMS that is not ours, where the machine has Docker. */
@Testcontainers(disabledWithoutDocker = true)
class KmsVaultIT {

    private static final SealBinding BINDING = new SealBinding("account/item");

    @Container
    private static final LocalStackContainer LOCALSTACK =
            new LocalStackContainer(DockerImageName.parse("localstack/localstack:4.14.0")).withServices("kms");

    @Test
    void wrapsAndUnwrapsUntilItsKeyIsDisabledOrDeleted() {
        try (KmsClient kms = KmsClient.builder()
                .endpointOverride(LOCALSTACK.getEndpoint())
                .region(Region.of(LOCALSTACK.getRegion()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(LOCALSTACK.getAccessKey(), LOCALSTACK.getSecretKey())))
                .build()) {
            String key = kms.createKey().keyMetadata().keyId();
            try (KmsVault vault = vault(key)) {
                DataKey secret = DataKey.random();
                WrappedKey wrapped = vault.wrap(secret, BINDING);
                assertThat(wrapped.vaultKeyId()).startsWith("kms:arn:").endsWith(":key/" + key);
                assertThat(vault.unwrap(wrapped, BINDING).toWrap()).isEqualTo(secret.toWrap());
                assertUnavailable(vault, wrapped, new SealBinding("account/other"), Reason.WRAPPED_KEY_ALTERED);

                kms.disableKey(request -> request.keyId(key));
                assertUnavailable(vault, wrapped, BINDING, Reason.KMS_KEY_DISABLED);
                kms.enableKey(request -> request.keyId(key));
                kms.scheduleKeyDeletion(request -> request.keyId(key).pendingWindowInDays(7));
                assertUnavailable(vault, wrapped, BINDING, Reason.KMS_KEY_PENDING_DELETION);
                kms.cancelKeyDeletion(request -> request.keyId(key));
                kms.enableKey(request -> request.keyId(key));
                assertThat(vault.unwrap(wrapped, BINDING).toWrap()).isEqualTo(secret.toWrap());
            }
        }
    }

    @Test
    void saysThatThereIsNoSuchKey() {
        try (KmsVault vault = vault("1234abcd-12ab-34cd-56ef-1234567890ab")) {
            assertThatExceptionOfType(KeyUnavailable.class)
                    .isThrownBy(vault::wrappingKeyId)
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KMS_KEY_MISSING));
        }
    }

    private static KmsVault vault(String key) {
        return new KmsVault(new KeySettings(
                key,
                LOCALSTACK.getEndpoint(),
                LOCALSTACK.getRegion(),
                LOCALSTACK.getAccessKey(),
                LOCALSTACK.getSecretKey(),
                Duration.ofSeconds(20)));
    }

    private static void assertUnavailable(KmsVault vault, WrappedKey wrapped, SealBinding binding, Reason reason) {
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> vault.unwrap(wrapped, binding))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
