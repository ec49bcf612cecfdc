package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.NotSupported;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.OutcomeUnknown;
import dev.tenure.objectstore.SlowDown;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
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

    /** Passing conditions that S3 answers with a 4xx: nothing was done, and the same call may succeed later. */
    private static final Set<String> PASSING =
            Set.of("RequestTimeout", "OperationAborted", "ConditionalRequestConflict");

    private S3Failures() {}

    /** For a call that changes something: an answer that was lost leaves its effect unknown. */
    static <T> T changing(String operation, Object subject, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException failure) {
            throw translated(operation + " " + subject, failure);
        }
    }

    /** For a call that only looks: an answer that was lost is just no answer. */
    static <T> T looking(String operation, Object subject, Supplier<T> call) {
        try {
            return changing(operation, subject, call);
        } catch (OutcomeUnknown lost) {
            throw new ObjectStoreException(Fault.STORE, String.valueOf(lost.getMessage()), lost.getCause());
        }
    }

    static ObjectStoreException translated(String what, SdkException failure) {
        return switch (failure) {
            case S3Exception answer -> answered(what, answer);
            case SdkClientException client
            when configuration(client) ->
                new ObjectStoreException(Fault.CONFIGURATION, what + ": " + client.getMessage(), client);
            // Time-outs of a call or an attempt, and connections that broke.
            default -> new OutcomeUnknown(what + ": no answer (" + failure.getMessage() + ")", failure);
        };
    }

    private static ObjectStoreException answered(String what, S3Exception answer) {
        String code = code(answer);
        String message = what + ": the store answered " + answer.statusCode() + " " + code;
        if (code.equals("NotImplemented") || answer.statusCode() == 501) {
            return new NotSupported(message, answer);
        }
        if (MISCONFIGURED.contains(code) || answer.statusCode() == 401 || answer.statusCode() == 403) {
            return new ObjectStoreException(Fault.CONFIGURATION, message, answer);
        }
        // 405 is how S3 answers for a delete marker that is asked for by its version: no object is there.
        if (ABSENT.contains(code) || answer.statusCode() == 404 || code.equals("MethodNotAllowed")) {
            return new ObjectNotFound(message, answer);
        }
        if (code.equals("SlowDown") || answer.statusCode() == 429 || answer.isThrottlingException()) {
            return new SlowDown(message, answer);
        }
        // An error inside a 200 comes from calls that had begun their answer before they were done: completions and
        // copies.
        if (answer.statusCode() >= 500 || answer.statusCode() < 300) {
            return new OutcomeUnknown(message, answer);
        }
        return new ObjectStoreException(passing(answer) ? Fault.STORE : Fault.REQUEST, message, answer);
    }

    private static boolean passing(S3Exception answer) {
        return answer.statusCode() == 408 || PASSING.contains(code(answer));
    }

    /** Whether an answer to a call about one key says nothing of the bucket, the credentials or the moment: the next key may fare better. */
    static boolean ofOneKey(S3Exception answer) {
        String code = code(answer);
        return answer.statusCode() >= 400
                && answer.statusCode() < 500
                && answer.statusCode() != 401
                && answer.statusCode() != 429
                && !answer.isThrottlingException()
                && !passing(answer)
                && (code.equals("AccessDenied") || !MISCONFIGURED.contains(code));
    }

    static String code(S3Exception answer) {
        return answer.awsErrorDetails() == null
                ? ""
                : String.valueOf(answer.awsErrorDetails().errorCode());
    }

    /** The SDK has no type for "no credentials found" and "no such host"; its words, and causes of causes, are all there is. */
    private static boolean configuration(SdkClientException failure) {
        return String.valueOf(failure.getMessage()).contains("Unable to load credentials")
                || Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .anyMatch(UnknownHostException.class::isInstance);
    }
}
