package dev.tenure.objectstore.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.NotSupported;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.OutcomeUnknown;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class S3FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "403, AccessDenied, CONFIGURATION",
        "403, '', CONFIGURATION",
        "401, Whatever, CONFIGURATION",
        "404, NoSuchBucket, CONFIGURATION",
        "301, PermanentRedirect, CONFIGURATION",
        "400, AuthorizationHeaderMalformed, CONFIGURATION",
        "403, SignatureDoesNotMatch, CONFIGURATION",
        "400, InvalidPart, REQUEST",
        "400, EntityTooSmall, REQUEST",
        "416, InvalidRange, REQUEST",
        "429, TooManyRequests, STORE",
        "408, RequestTimeout, STORE",
        "400, ThrottlingException, STORE",
        "400, RequestTimeout, STORE",
        "409, OperationAborted, STORE",
        "409, ConditionalRequestConflict, STORE",
        "409, BucketAlreadyExists, REQUEST",
        "501, NotImplemented, CONFIGURATION",
        "500, InternalError, STORE",
        "503, SlowDown, STORE",
    })
    void saysWhoCanMendIt(int status, String code, Fault fault) {
        ObjectStoreException failure = S3Failures.translated("put a/b", answer(status, code));

        assertThat(failure.fault()).isEqualTo(fault);
        assertThat(failure.worthRetrying()).isEqualTo(fault == Fault.STORE);
        assertThat(failure).hasMessageContaining("put a/b").hasMessageContaining(Integer.toString(status));
    }

    @ParameterizedTest
    @CsvSource({"404, NoSuchKey", "404, NoSuchUpload", "404, ''", "400, NoSuchVersion"})
    void knowsAbsence(int status, String code) {
        assertThat(S3Failures.translated("open a/b", answer(status, code))).isInstanceOf(ObjectNotFound.class);
    }

    @Test
    void doesNotKnowWhatAServerDidThatAnsweredWithItsOwnFailureOrNotAtAll() {
        assertThat(S3Failures.translated("put", answer(500, "InternalError"))).isInstanceOf(OutcomeUnknown.class);
        assertThat(S3Failures.translated("put", ApiCallTimeoutException.create(1)))
                .isInstanceOf(OutcomeUnknown.class);
        assertThat(S3Failures.translated("put", ApiCallAttemptTimeoutException.create(1)))
                .isInstanceOf(OutcomeUnknown.class);
        assertThat(S3Failures.translated("put", SdkClientException.create("reset", new IOException("reset"))))
                .isInstanceOf(OutcomeUnknown.class);
    }

    @Test
    void leavesAMissingHostAndMissingCredentialsToTheOperator() {
        SdkException noHost = SdkClientException.create("where?", new UnknownHostException("nowhere"));
        SdkException nobody = SdkClientException.create("Unable to load credentials from any of the providers");

        assertThat(S3Failures.translated("put", noHost).fault()).isEqualTo(Fault.CONFIGURATION);
        assertThat(S3Failures.translated("put", nobody).fault()).isEqualTo(Fault.CONFIGURATION);
    }

    @Test
    void leavesAHostThatNobodyKnowsToTheOperatorHoweverDeepTheSdkHidesIt() {
        S3Settings settings = S3UnderTest.settings(
                URI.create("http://no-such-host.invalid"), "us-east-1", "bucket", "access", "secret");
        try (ObjectStore store = S3Stores.open(settings)) {
            assertThatExceptionOfType(ObjectStoreException.class)
                    .isThrownBy(() -> store.facts(new ObjectKey("a")))
                    .matches(failure -> failure.fault() == Fault.CONFIGURATION);
        }
    }

    @Test
    void tellsWhatTheServerLacksFromWhatItForbids() {
        assertThat(S3Failures.translated("list", answer(501, ""))).isInstanceOf(NotSupported.class);
        assertThat(S3Failures.translated("list", answer(403, "AccessDenied"))).isNotInstanceOf(NotSupported.class);
    }

    @Test
    void letsNoTypeOfTheSdkOut() {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(() -> S3Failures.changing("put", "a/b", () -> {
                    throw answer(400, "InvalidArgument");
                }))
                .withMessage("put a/b: the store answered 400 InvalidArgument");
        assertThat(S3Failures.<String>changing("put", "a/b", () -> "fine")).isEqualTo("fine");
    }

    private static SdkException answer(int status, String code) {
        return S3Exception.builder()
                .statusCode(status)
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .build();
    }
}
