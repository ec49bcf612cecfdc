package dev.tenure.objectstore.strict;

import java.util.Map;

/** A request that S3 answers with an error, in S3's codes. */
public final class S3Refusal extends RuntimeException {

    private final int status;
    private final String code;
    private final transient Map<String, String> headers;

    S3Refusal(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    S3Refusal(int status, String code, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.headers = Map.copyOf(headers);
    }

    /** Status of the HTTP answer. */
    public int status() {
        return status;
    }

    /** The code in the answer's body, for instance {@code NoSuchKey}. */
    public String code() {
        return code;
    }

    /** What the answer's header says besides. */
    Map<String, String> headers() {
        return headers;
    }

    static S3Refusal invalid(String message) {
        return new S3Refusal(400, "InvalidArgument", message);
    }

    static S3Refusal malformedXml() {
        return new S3Refusal(400, "MalformedXML", "The XML is not well-formed or does not fit the schema.");
    }

    static S3Refusal notImplemented(String what) {
        return new S3Refusal(501, "NotImplemented", what + " is not implemented.");
    }

    static S3Refusal denied(String why) {
        return new S3Refusal(403, "AccessDenied", why);
    }
}
