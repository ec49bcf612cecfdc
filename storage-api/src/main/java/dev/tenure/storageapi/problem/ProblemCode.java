package dev.tenure.storageapi.problem;

import java.net.URI;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;

/** Every problem the API tells of: its type, title, status, and what the caller can do. The one table. */
public enum ProblemCode {
    TOKEN_MISSING(HttpStatus.UNAUTHORIZED, "A token is needed", "Send 'Authorization: Bearer <token>'."),
    TOKEN_INVALID(HttpStatus.UNAUTHORIZED, "The token is not valid", "It is unknown, expired or revoked: use another."),
    SCOPE_MISSING(
            HttpStatus.FORBIDDEN, "The token may not do this", "Use a token with the scope that the detail names."),
    SIGN_IN_REFUSED(
            HttpStatus.UNAUTHORIZED,
            "Nobody signs in like this",
            "Check account, address and password; after some failures wait, up to 15 minutes."),
    REAUTHENTICATE(
            HttpStatus.FORBIDDEN,
            "This needs a fresh proof of who you are",
            "Confirm the session with your password, or sign in with your provider again; then repeat."),
    PASSWORD_CHANGE_NEEDED(
            HttpStatus.FORBIDDEN,
            "Choose a password of your own first",
            "Send it to /api/v1/session/password; then sign-in is complete."),
    PASSWORD_UNFIT(
            HttpStatus.UNPROCESSABLE_CONTENT, "The password cannot be taken", "Choose another, as the detail says."),
    CROSS_SITE(
            HttpStatus.FORBIDDEN,
            "The request may not come from where it does",
            "Send X-Tenure-CSRF as GET /api/v1/session gives it, and JSON, from the server's own pages."),
    PROVIDER_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "The sign-in provider does not answer", "Try again in a moment."),
    TAKEN(HttpStatus.CONFLICT, "Something like it exists already", "Choose another value for what the detail names."),
    STEWARD_NEEDED(
            HttpStatus.CONFLICT,
            "Somebody must take over",
            "Name a steward who is there, in the request or in the account's settings."),
    LAST_ADMINISTRATOR(
            HttpStatus.CONFLICT,
            "Nobody would manage the account's people",
            "Give another person the role STORAGE_ADMIN first."),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is no such thing here", "Check the address and the account of the token."),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method does not fit", "See the Allow header."),
    BAD_REQUEST(
            HttpStatus.BAD_REQUEST, "The request cannot be understood", "Mend what the detail names, then send again."),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body's type does not fit", "Send the type that the detail names."),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No answer fits the Accept header", "Accept application/json."),
    ACCOUNT_UNKNOWN(
            HttpStatus.NOT_FOUND,
            "There is no such account",
            "Name the account that the token belongs to, by its short name."),
    UPLOAD_TOO_LARGE(
            HttpStatus.CONTENT_TOO_LARGE, "The upload is too large", "See Tus-Max-Size; split or shrink the file."),
    UPLOAD_EMPTY(
            HttpStatus.BAD_REQUEST,
            "The upload is empty",
            "Send the file's real length; 0 bytes hold nothing to keep."),
    NOTICE_NEEDED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "There is no evidence of a notice",
            "Say in the metadata which notice participants were given, or send evidence to /api/v1/notice-evidence first."),
    EVIDENCE_REFUSED(
            HttpStatus.CONFLICT,
            "The evidence does not fit what is known",
            "Nothing of it was kept; mend what the detail names, then send it again."),
    PERSON_NEEDED(
            HttpStatus.FORBIDDEN,
            "Only a person does this, by name",
            "Sign in as an administrator or a privacy officer, as the detail says; a program's token is not enough."),
    UPLOAD_OFFSET(
            HttpStatus.CONFLICT, "The offset is not where the upload stands", "Ask with HEAD and go on from there."),
    UPLOAD_BUSY(HttpStatus.LOCKED, "Another request sends to this upload", "Wait until it ends, then ask with HEAD."),
    UPLOAD_QUOTA(
            HttpStatus.CONTENT_TOO_LARGE,
            "The account has too much under way",
            "Finish or terminate unfinished uploads, or wait until they expire."),
    UPLOAD_GONE(HttpStatus.GONE, "The upload is no more", "Begin a new one."),
    UPLOAD_CHECKSUM(
            460, "The bytes were damaged on the way", "Send the same bytes again, from where the upload stands."),
    UPLOAD_TOO_SLOW(
            HttpStatus.REQUEST_TIMEOUT,
            "The bytes came too slowly",
            "Ask with HEAD and go on from there, over a faster line or in smaller requests."),
    UPLOAD_JOINED(
            HttpStatus.FORBIDDEN, "The upload takes no bytes", "It is put together by the server; ask with HEAD."),
    UPLOAD_NOT_JOINABLE(
            HttpStatus.CONFLICT,
            "The uploads cannot be joined",
            "Join partial uploads of this account that are complete, each of them once."),
    UPLOAD_CUT_OFF(HttpStatus.BAD_REQUEST, "The body ended early", "Ask with HEAD and go on from there."),
    TUS_VERSION(HttpStatus.PRECONDITION_FAILED, "The tus version does not fit", "Send 'Tus-Resumable: 1.0.0'."),
    RETENTION_OUT_OF_RANGE(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The period is outside what the account allows",
            "Choose a period in the range that the detail names."),
    LABEL_UNKNOWN(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The account's rules have no such label",
            "Take one that the detail names, or add it to the rules."),
    RULES_LOCKED(
            HttpStatus.CONFLICT,
            "What is locked only becomes longer and wider",
            "Keep what the detail names; nobody can undo it."),
    PREVIEW_OUTDATED(
            HttpStatus.CONFLICT,
            "What was previewed says too little of what would happen",
            "Simulate the rules in force again, look at the answer, and propose or approve by that."),
    SECOND_PERSON_NEEDED(
            HttpStatus.FORBIDDEN,
            "Another person has to do this",
            "Ask an administrator or a privacy officer who did not propose it."),
    PRECONDITION_FAILED(
            HttpStatus.PRECONDITION_FAILED,
            "It was changed since you read it",
            "Read it again, decide again, and send the new ETag in If-Match."),
    PRECONDITION_REQUIRED(
            HttpStatus.PRECONDITION_REQUIRED,
            "The change must say what it is based on",
            "Read it first and send its ETag in If-Match; '*' overwrites whatever is there."),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The Idempotency-Key was used for another request",
            "Take a fresh key for every new request; send the same request only for a repeat."),
    IDEMPOTENCY_IN_PROGRESS(
            HttpStatus.CONFLICT,
            "The first request with this Idempotency-Key has not ended",
            "Wait as long as Retry-After says, then repeat it unchanged."),
    RATE_LIMITED(
            HttpStatus.TOO_MANY_REQUESTS,
            "Too many requests",
            "Wait as long as Retry-After says; RateLimit says how many are left."),
    BODY_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The body is too large", "Send less, or in several requests."),
    BODY_TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The body did not arrive in time", "Send it whole, over a faster line."),
    STATE_CONFLICT(
            HttpStatus.CONFLICT, "The item's state does not allow this", "Read the item again; the detail says why."),
    WEBHOOK_NOT_REACHABLE(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "Nothing is sent to this address",
            "Give a public https address; the operator can allow others."),
    HAND_OVER_REFUSED(
            HttpStatus.UNAUTHORIZED,
            "The call is not proven to be the source's",
            "Check the address and the secret that the media server was given."),
    RANGE_NOT_SATISFIABLE(
            HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
            "The range lies outside the content",
            "See Content-Range for the size."),
    STORE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The object store cannot be reached",
            "Nothing is lost; try again in a moment."),
    KEY_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The item's key cannot be had",
            "Tell the operator: the log names the key."),
    INTERNAL(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "Something went wrong on our side",
            "Try again; tell the operator the instance.");

    private final int status;
    private final String title;
    private final String remedy;

    ProblemCode(HttpStatus status, String title, String remedy) {
        this(status.value(), title, remedy);
    }

    /** With a status that HTTP does not have, and a protocol above it does. */
    ProblemCode(int status, String title, String remedy) {
        this.status = status;
        this.title = title;
        this.remedy = remedy;
    }

    public HttpStatusCode status() {
        return HttpStatusCode.valueOf(status);
    }

    public String title() {
        return title;
    }

    /** What the caller can do. */
    public String remedy() {
        return remedy;
    }

    /** The problem's type as RFC 9457 wants it: stable, and not an address to fetch. */
    public URI type() {
        return URI.create(
                "urn:tenure:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
