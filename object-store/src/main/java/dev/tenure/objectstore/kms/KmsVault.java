package dev.tenure.objectstore.kms;

import dev.tenure.objectstore.kms.KmsFailures.Call;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeyVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptResponse;

/**
 * A vault whose wrapping key never leaves AWS KMS. Nothing is asked of KMS before the first key.
 *
 * <p>KMS rotates the material behind a key by itself and still decrypts what the older material encrypted: the key's ARN, and with it the id of
 * what it wrapped, stays the same, so there is nothing to wrap anew.
 */
public final class KmsVault implements KeyVault {

    private static final String SCHEME = "kms:";
    private static final String CONTEXT = "binding";
    private static final SealBinding PROBE = new SealBinding("probe");

    private final KeySettings settings;
    private @Nullable KmsClient client;
    /** As KMS answered last: settings may name the key by an alias, which can be pointed to another key. */
    private volatile @Nullable String wrappingKeyId;

    /** Opens the vault that the settings describe; without a key id it unwraps only. Close what you open. */
    public KmsVault(KeySettings settings) {
        this.settings = settings;
    }

    @Override
    public WrappedKey wrap(DataKey key, SealBinding binding) {
        String keyId = settings.kmsKeyId();
        if (keyId == null) {
            throw new IllegalStateException("no KMS key is named, so this vault only unwraps");
        }
        byte[] secret = key.toWrap();
        try {
            EncryptResponse answer = KmsFailures.translated(
                    Call.ENCRYPT,
                    keyId,
                    () -> client().encrypt(request -> request.keyId(keyId)
                            .plaintext(SdkBytes.fromByteArray(secret))
                            .encryptionContext(context(binding))));
            String wrappedBy = SCHEME + answer.keyId();
            wrappingKeyId = wrappedBy;
            return new WrappedKey(
                    wrappedBy,
                    Base64.getEncoder().encodeToString(answer.ciphertextBlob().asByteArray()));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public DataKey unwrap(WrappedKey key, SealBinding binding) {
        if (!wrapped(key)) {
            throw new KeyUnavailable(
                    Reason.KEY_UNKNOWN, "AWS KMS did not wrap what the key " + key.vaultKeyId() + " wrapped");
        }
        String arn = key.vaultKeyId().substring(SCHEME.length());
        try {
            byte[] wrapped = Base64.getDecoder().decode(key.base64());
            DecryptResponse answer = KmsFailures.translated(
                    Call.DECRYPT,
                    arn,
                    () -> client().decrypt(request -> request.keyId(arn)
                            .ciphertextBlob(SdkBytes.fromByteArray(wrapped))
                            .encryptionContext(context(binding))));
            return DataKey.unwrapped(answer.plaintext().asByteArray());
        } catch (IllegalArgumentException e) {
            // No Base64, or what came out is no data key.
            throw new KeyUnavailable(
                    Reason.WRAPPED_KEY_ALTERED,
                    "the key wrapped by " + key.vaultKeyId() + " for " + binding.value() + " was altered",
                    e);
        }
    }

    /** Asks KMS once, by wrapping a key that is thrown away: so a key that cannot be used is found at the start. */
    @Override
    public String wrappingKeyId() {
        String known = wrappingKeyId;
        return known == null ? wrap(DataKey.random(), PROBE).vaultKeyId() : known;
    }

    @Override
    public boolean wrapped(WrappedKey key) {
        return key.vaultKeyId().startsWith(SCHEME);
    }

    private static Map<String, String> context(SealBinding binding) {
        return Map.of(CONTEXT, binding.value());
    }

    /** Made when first needed: it takes a second that installations without KMS need not wait. */
    private synchronized KmsClient client() {
        if (client == null) {
            client = open(settings);
        }
        return client;
    }

    private static KmsClient open(KeySettings settings) {
        Duration attempt = settings.kmsCallTimeout().dividedBy(2);
        KmsClientBuilder builder = KmsClient.builder()
                .credentialsProvider(credentials(settings))
                .httpClientBuilder(Apache5HttpClient.builder())
                .overrideConfiguration(limits ->
                        limits.apiCallTimeout(settings.kmsCallTimeout()).apiCallAttemptTimeout(attempt));
        settings.region().ifPresent(region -> builder.region(Region.of(region)));
        URI endpoint = settings.kmsEndpoint();
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw new KeyUnavailable(
                    Reason.KMS_KEY_MISSING, "AWS KMS cannot be found (" + e.getMessage() + "): set kms-region", e);
        }
    }

    private static AwsCredentialsProvider credentials(KeySettings settings) {
        if (settings.kmsAccessKey() == null || settings.kmsSecretKey() == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(settings.kmsAccessKey(), settings.kmsSecretKey()));
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }
}
