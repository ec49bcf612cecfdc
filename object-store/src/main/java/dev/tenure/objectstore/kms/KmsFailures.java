package dev.tenure.objectstore.kms;

import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.KeyUnavailable.Reason;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * Turns what the SDK throws into what a vault promises; no SDK type leaves this package. Error codes are those of the KMS API reference for
 * Encrypt and Decrypt and of its list of common errors.
 */
final class KmsFailures {

    private static final Set<String> DENIED = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "NotAuthorized",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "OptInRequired",
            "ExpiredTokenException",
            "ExpiredToken",
            "RequestExpired");

    /** Answers of status 400 that ask for patience. */
    private static final Set<String> BUSY =
            Set.of("LimitExceededException", "ThrottlingException", "DependencyTimeoutException");

    private KmsFailures() {}

    enum Call {
        ENCRYPT("wrap with"),
        DECRYPT("unwrap with");

        private final String words;

        Call(String words) {
            this.words = words;
        }
    }

    static <T> T translated(Call call, String keyId, Supplier<T> work) {
        try {
            return work.get();
        } catch (KmsException answer) {
            String code = answer.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answer.awsErrorDetails().errorCode());
            throw new KeyUnavailable(
                    reason(code, answer),
                    "AWS KMS did not " + call.words + " the key " + keyId + " (" + answer.statusCode() + " " + code
                            + ")",
                    answer);
        } catch (SdkException silence) {
            // The SDK has no type for this; its words are all there is.
            boolean nobody = String.valueOf(silence.getMessage()).contains("Unable to load credentials");
            throw new KeyUnavailable(
                    nobody ? Reason.KMS_ACCESS_DENIED : Reason.KMS_UNREACHABLE,
                    "AWS KMS did not " + call.words + " the key " + keyId
                            + (nobody ? " (no credentials were found)" : " (no answer)"),
                    silence);
        }
    }

    private static Reason reason(String code, KmsException answer) {
        return switch (code) {
            case "DisabledException" -> Reason.KMS_KEY_DISABLED;
            // One code for every state in which a key does not work; only the text tells them apart.
            case "KMSInvalidStateException" ->
                String.valueOf(answer.getMessage())
                                .toLowerCase(Locale.ROOT)
                                .replace(" ", "")
                                .contains("pendingdeletion")
                        ? Reason.KMS_KEY_PENDING_DELETION
                        : Reason.KMS_KEY_DISABLED;
            case "NotFoundException" -> Reason.KMS_KEY_MISSING;
            case "InvalidCiphertextException", "IncorrectKeyException" -> Reason.WRAPPED_KEY_ALTERED;
            default -> {
                if (DENIED.contains(code) || answer.statusCode() == 401 || answer.statusCode() == 403) {
                    yield Reason.KMS_ACCESS_DENIED;
                }
                boolean patience = answer.statusCode() >= 500
                        || answer.statusCode() == 429
                        || BUSY.contains(code)
                        || answer.isThrottlingException();
                yield patience ? Reason.KMS_UNREACHABLE : Reason.KMS_REFUSED;
            }
        };
    }
}
