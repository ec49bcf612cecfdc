package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.OutcomeUnknown;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Turns what the SDK throws into what the port promises; no SDK type leaves this package. */
final class S3Failures {

    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchUpload", "NoSuchVersion");
    private static final Set<String> MISCONFIGURED = Set.of(
            "AccessDenied",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "NoSuchBucket",
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "RequestTimeTooSkewed",
            "ExpiredToken",
            "InvalidToken");

    private S3Failures() {}

    static <T> T translate(String operation, Object subject, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw translated(operation + " " + subject, failure);
        }
    }

    static ObjectStoreException translated(String what, SdkException failure) {
        return switch (failure) {
            case S3Exception answer -> answered(what, answer);
            case ApiCallTimeoutException timeout -> new OutcomeUnknown(what + ": no answer in time", timeout);
            case ApiCallAttemptTimeoutException timeout -> new OutcomeUnknown(what + ": no answer in time", timeout);
            case SdkClientException client
            when configuration(client) ->
                new ObjectStoreException(Fault.CONFIGURATION, what + ": " + client.getMessage(), client);
            default -> new OutcomeUnknown(what + ": the connection failed", failure);
        };
    }

    private static ObjectStoreException answered(String what, S3Exception answer) {
        String code = answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
        String message = what + ": the store answered " + answer.statusCode() + " " + code;
        if (MISCONFIGURED.contains(code) || answer.statusCode() == 401 || answer.statusCode() == 403) {
            return new ObjectStoreException(Fault.CONFIGURATION, message, answer);
        }
        if (ABSENT.contains(code) || answer.statusCode() == 404) {
            return new ObjectNotFound(message, answer);
        }
        if (answer.statusCode() >= 500) {
            return new OutcomeUnknown(message, answer);
        }
        boolean later = answer.statusCode() == 429 || answer.statusCode() == 408 || answer.isThrottlingException();
        return new ObjectStoreException(later ? Fault.STORE : Fault.REQUEST, message, answer);
    }

    /** The SDK has no type for "no credentials found" and "no such host"; its causes and words are all there is. */
    private static boolean configuration(SdkClientException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Unable to load credentials")
                || failure.getCause() instanceof java.net.UnknownHostException;
    }
}
