package dev.tenure.app.whole;

import static dev.tenure.app.whole.Attack.Threat.UPLOAD_EXHAUSTION;
import static dev.tenure.app.whole.Attack.answered;
import static dev.tenure.app.whole.Attack.refused;

import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Uploads whose lengths, offsets, parts and checksums cannot be, or that never end. */
final class HostileUploads {

    private static final String BODY = "application/offset+octet-stream";
    private static final byte[] NOTHING = new byte[0];

    private HostileUploads() {}

    static List<Attack> attacks() {
        String most = "9".repeat(18);
        return List.of(
                refused(
                        UPLOAD_EXHAUSTION,
                        "a length of an exabyte",
                        413,
                        "upload-too-large",
                        ground -> ground.recordings().announce(most, Recordings.header(ground.words()))),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a part of an exabyte",
                        413,
                        "upload-too-large",
                        ground -> ground.tus(
                                "POST",
                                Recordings.UPLOADS,
                                NOTHING,
                                "Upload-Concat",
                                "partial",
                                "Upload-Length",
                                most)),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a deferred length of an exabyte",
                        413,
                        "upload-too-large",
                        ground -> patch(
                                ground, deferred(ground), new byte[1], "Upload-Offset", "0", "Upload-Length", most)),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a length that is told and deferred",
                        400,
                        "bad-request",
                        ground -> ground.tus(
                                "POST",
                                Recordings.UPLOADS,
                                NOTHING,
                                "Upload-Length",
                                "10",
                                "Upload-Defer-Length",
                                "1",
                                "Upload-Metadata",
                                Recordings.header(ground.words()))),
                refused(
                        UPLOAD_EXHAUSTION,
                        "an offset of an exabyte",
                        409,
                        "upload-offset",
                        ground -> patch(ground, ground.announced(10), new byte[1], "Upload-Offset", most)),
                refused(
                        UPLOAD_EXHAUSTION,
                        "an offset beyond numbers",
                        400,
                        "bad-request",
                        ground -> patch(ground, ground.announced(10), new byte[1], "Upload-Offset", most + "0")),
                refused(UPLOAD_EXHAUSTION, "a length below what is here", 400, "bad-request", ground -> {
                    String upload = deferred(ground);
                    patch(ground, upload, new byte[100], "Upload-Offset", "0").expect(204);
                    return patch(ground, upload, NOTHING, "Upload-Offset", "100", "Upload-Length", "10");
                }),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a thousand and one parts",
                        400,
                        "bad-request",
                        ground -> join(
                                ground,
                                String.join(
                                        " ", Collections.nCopies(1001, Recordings.UPLOADS + "/" + new UUID(0, 0))))),
                refused(UPLOAD_EXHAUSTION, "one part twice", 400, "bad-request", ground -> {
                    String part = partial(ground, 10);
                    return join(ground, part + " " + part);
                }),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a part on another server",
                        404,
                        "not-found",
                        ground -> join(
                                ground,
                                "http://" + ground.canary().address() + Recordings.UPLOADS + "/" + UUID.randomUUID())),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a part that is a whole",
                        409,
                        "upload-not-joinable",
                        ground -> join(ground, ground.announced(10))),
                answered(UPLOAD_EXHAUSTION, "bytes after the last one", 409, ground -> {
                    String upload = ground.announced(2);
                    ground.recordings().append(upload, 0, new byte[] {'h', 'i'}).expect(204);
                    return ground.recordings().append(upload, 0, new byte[] {'h', 'i'});
                }),
                refused(
                        UPLOAD_EXHAUSTION,
                        "more bytes than are announced",
                        413,
                        "upload-too-large",
                        ground -> ground.recordings().append(ground.announced(10), 0, new byte[1000])),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a checksum of an unknown algorithm",
                        400,
                        "bad-request",
                        ground -> withChecksum(ground, "rot13 AA==")),
                refused(
                        UPLOAD_EXHAUSTION,
                        "a checksum that does not fit",
                        460,
                        "upload-checksum",
                        ground -> withChecksum(ground, "crc32c AAAAAQ==")),
                new Attack(UPLOAD_EXHAUSTION, "many that begin and never end", ground -> {
                    for (int i = 0; i < 50; i++) {
                        String upload = ground.announced(World.MAX_SIZE);
                        ground.tus("DELETE", upload, NOTHING).expect(204);
                        ground.recordings().append(upload, 0, new byte[1]).problem(410, "upload-gone");
                    }
                }));
    }

    private static Http.Answer patch(Ground ground, String upload, byte[] bytes, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", BODY), Stream.of(headers))
                .toArray(String[]::new);
        return ground.tus("PATCH", upload, bytes, all);
    }

    private static Http.Answer withChecksum(Ground ground, String checksum) {
        return patch(ground, ground.announced(10), new byte[1], "Upload-Offset", "0", "Upload-Checksum", checksum);
    }

    /** A part of an upload, complete. */
    static String partial(Ground ground, int length) {
        String part = ground.tus(
                        "POST",
                        Recordings.UPLOADS,
                        NOTHING,
                        "Upload-Concat",
                        "partial",
                        "Upload-Length",
                        Integer.toString(length))
                .expect(201)
                .header("Location");
        ground.recordings().append(part, 0, new byte[length]).expect(204);
        return part;
    }

    private static Http.Answer join(Ground ground, String parts) {
        return ground.tus(
                "POST",
                Recordings.UPLOADS,
                NOTHING,
                "Upload-Concat",
                "final;" + parts,
                "Upload-Metadata",
                Recordings.header(ground.words()));
    }

    private static String deferred(Ground ground) {
        return ground.tus(
                        "POST",
                        Recordings.UPLOADS,
                        NOTHING,
                        "Upload-Defer-Length",
                        "1",
                        "Upload-Metadata",
                        Recordings.header(ground.words()))
                .expect(201)
                .header("Location");
    }
}
