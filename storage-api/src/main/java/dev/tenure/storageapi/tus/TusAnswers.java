package dev.tenure.storageapi.tus;

import static dev.tenure.storageapi.tus.TusHeaders.problem;

import dev.tenure.ingest.Appending;
import dev.tenure.ingest.Upload;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;

/** What tus 1.0.0 answers. */
final class TusAnswers {

    /** Java's own RFC 1123 format writes days below 10 with one digit, HTTP with two. */
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private TusAnswers() {}

    /** Says when an unfinished upload expires, as an HTTP date (RFC 9110, 5.6.7; tus 1.0.0, expiration). */
    static <B extends ResponseEntity.HeadersBuilder<?>> B expiring(B answer, Upload upload) {
        boolean expires = upload.status() == Upload.Status.OPEN
                && upload.kind() != Upload.Kind.FINAL
                && (!upload.complete() || upload.kind() == Upload.Kind.PARTIAL);
        if (expires) {
            answer.header(
                    TusHeaders.EXPIRES, HTTP_DATE.format(upload.expiresAt().atOffset(ZoneOffset.UTC)));
        }
        return answer;
    }

    /** Where the upload stands after its bytes were taken; a problem where they were not. */
    static long offset(Appending outcome) {
        return switch (outcome) {
            case Appending.Stored stored -> stored.offset();
            case Appending.WrongOffset wrong ->
                throw problem(ProblemCode.UPLOAD_OFFSET, "The upload stands at offset " + wrong.offset() + ".");
            case Appending.TooLong tooLong ->
                throw problem(
                        ProblemCode.UPLOAD_TOO_LARGE,
                        "The upload was announced with, or may have, " + tooLong.length() + " bytes.");
            case Appending.WrongLength wrong ->
                throw problem(ProblemCode.BAD_REQUEST, "Upload-Length cannot be: " + wrong.explanation() + ".");
            case Appending.OverQuota quota ->
                throw stored(ProblemCode.UPLOAD_QUOTA, quota.explanation(), quota.offset());
            case Appending.ChecksumMismatch mismatch ->
                throw problem(
                        ProblemCode.UPLOAD_CHECKSUM,
                        "None of the bytes count; the upload stands at offset " + mismatch.offset() + ".");
            case Appending.TooSlow slow ->
                throw stored(ProblemCode.UPLOAD_TOO_SLOW, "The bytes came too slowly, or for too long", slow.offset());
            case Appending.Busy busy -> throw problem(ProblemCode.UPLOAD_BUSY, "Only one request may send at a time.");
            case Appending.Unknown unknown -> throw TusHeaders.unknown();
            case Appending.Gone gone -> throw gone();
            case Appending.Joined joined ->
                throw problem(ProblemCode.UPLOAD_JOINED, "It is put together by the server; nobody sends to it.");
            case Appending.CutOff cut -> throw stored(ProblemCode.UPLOAD_CUT_OFF, "The connection broke", cut.offset());
        };
    }

    private static ApiProblem stored(ProblemCode code, String why, long offset) {
        return problem(code, why + "; stored up to offset " + offset + ".")
                .with(Map.of(TusHeaders.OFFSET, Long.toString(offset)));
    }

    static ApiProblem gone() {
        return problem(ProblemCode.UPLOAD_GONE, "The upload was terminated, or expired unfinished.");
    }
}
