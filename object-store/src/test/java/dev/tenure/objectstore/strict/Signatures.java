package dev.tenure.objectstore.strict;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** AWS Signature Version 4, in the header or in the address, as S3 documents it. */
final class Signatures {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final int LONGEST_PRESIGN_SECONDS = 7 * 24 * 3600;
    private static final DateTimeFormatter AMZ_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final Map<String, String> secrets;
    private final String region;
    private final InstantSource clock;
    private final Defects defects;

    /**
     * For requests to one region.
     *
     * @param secrets by access key
     */
    Signatures(Map<String, String> secrets, String region, InstantSource clock, Defects defects) {
        this.secrets = Map.copyOf(secrets);
        this.region = region;
        this.clock = clock;
        this.defects = defects;
    }

    /** What a request claims of itself. */
    private record Claim(String credential, List<String> signedHeaders, String signature, String date, String payload) {

        String accessKey() {
            return part(0);
        }

        String scope() {
            return credential.substring(credential.indexOf('/') + 1);
        }

        /** Of access key, day, region, service and the fixed end. */
        String part(int index) {
            return credential.split("/", -1)[index];
        }
    }

    /** Who sent it is known when this returns; that the body is theirs only after {@link Payloads#opened}. */
    Proof proven(S3Request request) {
        boolean inAddress = request.asks("X-Amz-Algorithm") || request.asks("X-Amz-Signature");
        String authorization = request.header("authorization");
        if (inAddress && defects.has(Defect.NO_PRESIGN)) {
            throw S3Refusal.denied("Signatures in addresses are not accepted.");
        }
        if (inAddress && authorization != null) {
            throw S3Refusal.invalid("Only one auth mechanism allowed");
        }
        if (!inAddress && authorization == null) {
            if (defects.has(Defect.ALLOWS_ANONYMOUS)) {
                return Proof.unchecked(payload(request, "UNSIGNED-PAYLOAD"));
            }
            throw S3Refusal.denied("Anonymous access is forbidden.");
        }
        Claim claim = authorization == null ? inAddress(request) : inHeader(request, authorization);
        if (defects.has(Defect.CHECKS_NO_SIGNATURE)) {
            return Proof.unchecked(claim.payload);
        }
        String secret = secrets.get(claim.accessKey());
        if (secret == null) {
            throw new S3Refusal(403, "InvalidAccessKeyId", "The AWS Access Key Id does not exist in our records.");
        }
        checkScope(claim);
        checkSignedHeaders(request, claim.signedHeaders);
        byte[] key = key(secret, claim);
        String canonical = CanonicalRequest.of(request, claim.signedHeaders, claim.payload);
        String toSign = String.join(
                "\n",
                ALGORITHM,
                claim.date,
                claim.scope(),
                Digests.sha256Hex(canonical.getBytes(StandardCharsets.UTF_8)));
        Proof proof = new Proof(claim.payload, claim.date, claim.scope(), claim.signature, key);
        proof.check(toSign, claim.signature);
        return proof;
    }

    private Claim inHeader(S3Request request, String authorization) {
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw S3Refusal.invalid("Unsupported Authorization Type");
        }
        String credential = field(authorization, "Credential");
        String headers = field(authorization, "SignedHeaders");
        String signature = field(authorization, "Signature");
        checkCredential(credential);
        String date = request.header("x-amz-date");
        if (date == null) {
            throw S3Refusal.denied("AWS authentication requires a valid Date or x-amz-date header");
        }
        Duration off = Duration.between(clock.instant(), instant(date)).abs();
        if (off.compareTo(SKEW) > 0) {
            throw new S3Refusal(403, "RequestTimeTooSkewed", "The request's time is too far from the server's.");
        }
        String payload = request.header("x-amz-content-sha256");
        if (payload == null) {
            throw new S3Refusal(
                    400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
        }
        return new Claim(credential, List.of(headers.split(";", -1)), signature, date, payload);
    }

    private static String field(String authorization, String name) {
        for (String field : authorization.substring(ALGORITHM.length()).split(",", -1)) {
            if (field.strip().startsWith(name + "=")) {
                return field.strip().substring(name.length() + 1);
            }
        }
        throw malformed("The authorization header has no " + name);
    }

    private Claim inAddress(S3Request request) {
        if (!ALGORITHM.equals(request.query("X-Amz-Algorithm"))) {
            throw malformedQuery("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256\"");
        }
        String credential = parameter(request, "X-Amz-Credential");
        checkCredential(credential);
        String date = parameter(request, "X-Amz-Date");
        checkPeriod(instant(date), parameter(request, "X-Amz-Expires"));
        return new Claim(
                credential,
                List.of(parameter(request, "X-Amz-SignedHeaders").split(";", -1)),
                parameter(request, "X-Amz-Signature"),
                date,
                payload(request, request.query("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")));
    }

    private void checkPeriod(Instant signed, String expires) {
        if (!expires.matches("[0-9]{1,6}")
                || Integer.parseInt(expires) < 1
                || Integer.parseInt(expires) > LONGEST_PRESIGN_SECONDS) {
            throw malformedQuery("X-Amz-Expires must be between 1 and 604800 seconds");
        }
        Instant now = clock.instant();
        if (signed.isAfter(now.plus(SKEW))) {
            throw S3Refusal.denied("Request is not valid yet");
        }
        Instant end = signed.plusSeconds(Integer.parseInt(expires));
        if (now.isAfter(end) && !defects.has(Defect.PRESIGN_NEVER_EXPIRES)) {
            throw S3Refusal.denied("Request has expired");
        }
    }

    private static String parameter(S3Request request, String name) {
        String value = request.query(name);
        if (value == null) {
            throw malformedQuery("Query-string authentication version 4 requires " + name);
        }
        return value;
    }

    private static String payload(S3Request request, String otherwise) {
        String named = request.header("x-amz-content-sha256");
        return named == null ? otherwise : named;
    }

    private static void checkCredential(String credential) {
        if (credential.split("/", -1).length != 5) {
            throw malformed("The Credential is mal-formed; expecting <key>/YYYYMMDD/REGION/SERVICE/aws4_request");
        }
    }

    private void checkScope(Claim claim) {
        if (!claim.part(1).equals(claim.date.substring(0, 8))) {
            throw malformed("Invalid credential date; it is not the day of the request");
        }
        if (!claim.part(2).equals(region)) {
            throw malformed("The region '" + claim.part(2) + "' is wrong; expecting '" + region + "'");
        }
        if (!claim.part(3).equals("s3") || !claim.part(4).equals("aws4_request")) {
            throw malformed("Incorrect service or terminal");
        }
    }

    /** The host, and whatever S3 acts upon, must be among what was signed. */
    private static void checkSignedHeaders(S3Request request, List<String> signed) {
        boolean all = signed.contains("host")
                && request.headers().keySet().stream()
                        .allMatch(name -> !name.startsWith("x-amz-") || signed.contains(name));
        if (!all) {
            throw S3Refusal.denied("There were headers present in the request which were not signed");
        }
    }

    private static byte[] key(String secret, Claim claim) {
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (int part = 1; part <= 4; part++) {
            key = Digests.hmac(key, claim.part(part).getBytes(StandardCharsets.UTF_8));
        }
        return key;
    }

    private static Instant instant(String date) {
        try {
            return AMZ_DATE.parse(date, Instant::from);
        } catch (DateTimeException notADate) {
            throw S3Refusal.denied("AWS authentication requires a valid date");
        }
    }

    private static S3Refusal malformed(String message) {
        return new S3Refusal(400, "AuthorizationHeaderMalformed", message);
    }

    private static S3Refusal malformedQuery(String message) {
        return new S3Refusal(400, "AuthorizationQueryParametersError", message);
    }
}
