package dev.tenure.objectstore.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tenure.objectstore.kms.FakeKms.Failure;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import dev.tenure.objectstore.sealing.KeysetFileVault;
import dev.tenure.objectstore.sealing.MovingVault;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.WrappedKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.model.KmsException;

class KmsVaultTest {

    private static final SealBinding BINDING = new SealBinding("account/item");
    private static final FakeKms KMS = new FakeKms();
    private static final String KEY = KMS.aKey();

    private final KmsVault vault = vault(KEY);

    @AfterEach
    void answerAgain() {
        KMS.answer(null);
        vault.close();
    }

    @AfterAll
    static void end() {
        KMS.close();
    }

    @Test
    void givesBackTheKeyItWrapped() {
        DataKey key = DataKey.random();
        WrappedKey wrapped = vault.wrap(key, BINDING);

        assertThat(wrapped.vaultKeyId()).isEqualTo("kms:" + KEY).isEqualTo(vault.wrappingKeyId());
        assertThat(vault.unwrap(wrapped, BINDING).toWrap()).isEqualTo(key.toWrap());
        assertThat(wrapped.base64())
                .doesNotContain(Base64.getEncoder().encodeToString(key.toWrap()).substring(0, 20));
    }

    @Test
    void unwrapsWithoutAKeyOfItsOwn() {
        DataKey key = DataKey.random();
        WrappedKey wrapped = vault.wrap(key, BINDING);
        try (KmsVault unwrapping = vault(null)) {
            assertThat(unwrapping.unwrap(wrapped, BINDING).toWrap()).isEqualTo(key.toWrap());
            assertThatIllegalStateException().isThrownBy(() -> unwrapping.wrap(key, BINDING));
        }
    }

    @Test
    void namesTheKeyBehindAnAlias() {
        String other = KMS.aKey();
        KMS.alias("alias/tenure", KEY);
        try (KmsVault aliased = vault("alias/tenure")) {
            assertThat(aliased.wrappingKeyId()).isEqualTo("kms:" + KEY);
            WrappedKey before = aliased.wrap(DataKey.random(), BINDING);
            KMS.alias("alias/tenure", other);
            assertThat(aliased.wrap(DataKey.random(), BINDING).vaultKeyId())
                    .isEqualTo("kms:" + other)
                    .isEqualTo(aliased.wrappingKeyId());
            assertThat(aliased.unwrap(before, BINDING)).isNotNull();
        }
    }

    @Test
    void asksKmsOnlyWhenItMust() {
        try (KmsVault fresh = vault(KEY)) {
            int before = KMS.calls().size();
            assertThat(fresh.wrapped(new WrappedKey("kms:" + KEY, ""))).isTrue();
            assertThat(fresh.wrapped(new WrappedKey("keyset:1", ""))).isFalse();
            assertThat(KMS.calls()).hasSize(before);
            fresh.wrappingKeyId();
            fresh.wrappingKeyId();
            assertThat(KMS.calls().subList(before, KMS.calls().size())).containsExactly("TrentService.Encrypt");
        }
    }

    @Test
    void opensNothingUnderAnotherBindingOrKeyOrAltered() {
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        String other = "kms:" + KMS.aKey();
        byte[] altered = Base64.getDecoder().decode(wrapped.base64());
        altered[altered.length - 1] ^= 1;

        assertUnavailable(() -> vault.unwrap(wrapped, new SealBinding("account/other")), Reason.WRAPPED_KEY_ALTERED);
        assertUnavailable(
                () -> vault.unwrap(new WrappedKey(other, wrapped.base64()), BINDING), Reason.WRAPPED_KEY_ALTERED);
        for (String text : new String[] {Base64.getEncoder().encodeToString(altered), "AAAA", "!no base64!"}) {
            assertUnavailable(
                    () -> vault.unwrap(new WrappedKey(wrapped.vaultKeyId(), text), BINDING),
                    Reason.WRAPPED_KEY_ALTERED);
        }
        assertUnavailable(() -> vault.unwrap(new WrappedKey("keyset:1", "AAAA"), BINDING), Reason.KEY_UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "400, DisabledException, is disabled., KMS_KEY_DISABLED",
        "400, KMSInvalidStateException, is pending deletion., KMS_KEY_PENDING_DELETION",
        "400, KMSInvalidStateException, is pending import., KMS_KEY_DISABLED",
        "400, AccessDeniedException, is not authorized, KMS_ACCESS_DENIED",
        "400, ExpiredTokenException, expired, KMS_ACCESS_DENIED",
        "403, Something, new, KMS_ACCESS_DENIED",
        "400, InvalidCiphertextException, '', WRAPPED_KEY_ALTERED",
        "400, NotFoundException, does not exist, KMS_KEY_MISSING",
        "400, InvalidKeyUsageException, is for signing, KMS_REFUSED"
    })
    void saysExactlyWhatIsTheMatter(int status, String code, String message, Reason reason) {
        WrappedKey wrapped = vault.wrap(DataKey.random(), BINDING);
        KMS.answer(new Failure(status, code, message));

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> vault.unwrap(wrapped, BINDING), () -> vault.wrap(DataKey.random(), BINDING))) {
            assertThatExceptionOfType(KeyUnavailable.class)
                    .isThrownBy(call)
                    .withMessageContainingAll(KEY, code)
                    .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason))
                    .satisfies(refused -> assertThat(refused.worthRetrying()).isFalse());
        }
        KMS.answer(null);
        assertThat(vault.unwrap(wrapped, BINDING)).isNotNull();
    }

    /** Thrown here instead of answered: the SDK would wait between its own tries. */
    @ParameterizedTest
    @CsvSource({
        "400, ThrottlingException",
        "400, LimitExceededException",
        "400, DependencyTimeoutException",
        "429, ''",
        "500, KMSInternalException",
        "500, KeyUnavailableException",
        "503, ''"
    })
    void tellsPatienceFromRefusal(int status, String code) {
        AwsServiceException answer = KmsException.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(() -> KmsFailures.translated(KmsFailures.Call.DECRYPT, KEY, () -> {
                    throw answer;
                }))
                .withMessageContainingAll(KEY, String.valueOf(status), code)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(Reason.KMS_UNREACHABLE))
                .satisfies(refused -> assertThat(refused.worthRetrying()).isTrue());
    }

    @Test
    void movesFromTheFileToKmsAndBack(@TempDir Path directory) {
        KeysetFileVault file = KeysetFileVault.create(directory.resolve("vault.json"));
        MovingVault there = new MovingVault(vault, List.of(file));
        DataKey key = DataKey.random();
        WrappedKey byFile = file.wrap(key, BINDING);
        WrappedKey byKms = there.wrap(there.unwrap(byFile, BINDING), BINDING);
        assertThat(byKms.vaultKeyId()).isEqualTo("kms:" + KEY);
        try (KmsVault unwrapping = vault(null)) {
            MovingVault back = new MovingVault(file, List.of(unwrapping));
            WrappedKey again = back.wrap(back.unwrap(byKms, BINDING), BINDING);
            assertThat(again.vaultKeyId()).isEqualTo(file.wrappingKeyId());
            assertThat(file.unwrap(again, BINDING).toWrap()).isEqualTo(key.toWrap());
        }
    }

    @Test
    void outlastsOneFailure() {
        KMS.answer(new Failure(500, "KMSInternalException", ""), 1);

        assertThat(vault.unwrap(vault.wrap(DataKey.random(), BINDING), BINDING)).isNotNull();
    }

    @Test
    void waitsNoLongerThanItsLimitForAKmsThatHangs() {
        try (KmsVault hasty = new KmsVault(settings(KEY, KMS.endpoint(), FakeKms.ACCESS_KEY, Duration.ofMillis(300)))) {
            KMS.answer(Failure.HANG);
            assertUnavailable(() -> hasty.wrap(DataKey.random(), BINDING), Reason.KMS_UNREACHABLE);
        }
    }

    @Test
    void isUnreachableWhereNobodyListens() {
        FakeKms gone = new FakeKms();
        URI address = gone.endpoint();
        gone.close();
        try (KmsVault alone = new KmsVault(settings(KEY, address, FakeKms.ACCESS_KEY, Duration.ofSeconds(5)))) {
            assertUnavailable(() -> alone.wrap(DataKey.random(), BINDING), Reason.KMS_UNREACHABLE);
        }
    }

    @Test
    void isDeniedWithWrongCredentials() {
        try (KmsVault stranger = new KmsVault(settings(KEY, KMS.endpoint(), "stranger", Duration.ofSeconds(5)))) {
            assertUnavailable(() -> stranger.wrap(DataKey.random(), BINDING), Reason.KMS_ACCESS_DENIED);
        }
    }

    @Test
    void knowsARegionFromTheKeysArn() {
        assertThat(settings(KEY, KMS.endpoint(), "a", Duration.ofSeconds(1)).region())
                .contains("eu-central-1");
        for (String noArn : new String[] {"alias/tenure", "1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:kms"}) {
            assertThat(settings(noArn, KMS.endpoint(), "a", Duration.ofSeconds(1))
                            .region())
                    .isEmpty();
        }
    }

    @Test
    void takesEmptySettingsAsAbsentAndPrintsNoSecret() {
        KeySettings empty = new KeySettings("", URI.create(""), " ", "", "", Duration.ofSeconds(1));
        assertThat(empty).isEqualTo(new KeySettings(null, null, null, null, null, Duration.ofSeconds(1)));
        assertThat(empty.kmsWraps()).isFalse();
        assertThat(settings(KEY, KMS.endpoint(), "my-access", Duration.ofSeconds(1))
                        .toString())
                .contains(KEY)
                .doesNotContain("my-access", FakeKms.SECRET_KEY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(null, null, null, "half", null, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new KeySettings(null, null, null, null, null, Duration.ZERO));
    }

    private static KmsVault vault(@Nullable String key) {
        return new KmsVault(new KeySettings(
                key, KMS.endpoint(), FakeKms.REGION, FakeKms.ACCESS_KEY, FakeKms.SECRET_KEY, Duration.ofSeconds(10)));
    }

    private static KeySettings settings(String key, URI endpoint, String accessKey, Duration limit) {
        return new KeySettings(key, endpoint, null, accessKey, FakeKms.SECRET_KEY, limit);
    }

    private static void assertUnavailable(ThrowingCallable call, Reason reason) {
        assertThatExceptionOfType(KeyUnavailable.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
