package dev.tenure.storageapi.notice;

import dev.tenure.catalog.NewNotice;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.Notices;
import dev.tenure.ingest.inspect.SoundFile;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Notices in their versions and languages. None is ever changed or deleted: what people were shown is evidence. */
@RestController
@RequestMapping("/api/v1/notices")
class NoticesController {

    private static final int PAGE = 50;

    private final Notices notices;

    NoticesController(Notices notices) {
        this.notices = notices;
    }

    /**
     * A version of a notice in one language.
     *
     * @param language a BCP 47 tag
     * @param text all that it says
     * @param onScreen what is shown while recording is on, where that is shorter
     * @param sound the sound file that is played, in Base64
     */
    record NoticeRequest(
            String name,
            int version,
            String language,
            String text,
            @Nullable String onScreen,
            @Nullable String sound) {

        NoticeRequest {
            Given.text("name", name);
            Given.text("language", language);
        }

        NewNotice read() {
            return new NewNotice(name, version, language, text, onScreen, sound == null ? null : sound(sound));
        }

        private static NewNotice.Sound sound(String base64) {
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'sound' must be a file in Base64", e);
            }
            String type = SoundFile.type(bytes)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "'sound' must be an audio file (WAV, MP3, Ogg, FLAC or M4A), told by its content"));
            return new NewNotice.Sound(type, bytes);
        }
    }

    /** A notice as it was registered, with the hashes that evidence names it by. */
    record NoticeView(
            String id,
            String name,
            int version,
            String language,
            String text,
            String textSha256,
            @Nullable String onScreen,
            @Nullable SoundView sound) {

        static NoticeView of(Notice notice) {
            Notice.Sound sound = notice.sound();
            return new NoticeView(
                    notice.id().toString(),
                    notice.name(),
                    notice.version(),
                    notice.language(),
                    notice.text(),
                    notice.textHash().hex(),
                    notice.onScreen(),
                    sound == null
                            ? null
                            : new SoundView(
                                    sound.mediaType(),
                                    sound.size(),
                                    sound.sha256().hex()));
        }
    }

    /** A notice's sound file; its bytes are at {@code …/sound}. */
    record SoundView(String mediaType, int size, String sha256) {}

    /**
     * A page of notices, the newest first.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record NoticePage(List<NoticeView> notices, @Nullable String next) {}

    @GetMapping
    NoticePage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.READ);
        NoticeId before = after == null ? null : need(caller, after).id();
        List<NoticeView> page = notices.page(caller.account(), before, PAGE).stream()
                .map(NoticeView::of)
                .toList();
        return new NoticePage(page, page.size() < PAGE ? null : page.getLast().id());
    }

    /** Registers a version, or answers with the one known if it says the same. */
    @PostMapping
    ResponseEntity<NoticeView> register(Caller caller, @RequestBody NoticeRequest wish) {
        caller.needs(Scope.ACCOUNT);
        try {
            Notice notice = notices.register(caller.account(), wish.read(), caller.actor());
            return ResponseEntity.created(URI.create("/api/v1/notices/" + notice.id()))
                    .body(NoticeView.of(notice));
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @GetMapping("/{id}")
    NoticeView find(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        return NoticeView.of(need(caller, id));
    }

    @GetMapping(path = "/{id}/sound", produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<byte[]> sound(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        Notice notice = need(caller, id);
        return ResponseEntity.ok()
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("notice")
                                .build()
                                .toString())
                .body(notices.sound(caller.account(), notice.id()).orElseThrow(NoticesController::unknown));
    }

    private Notice need(Caller caller, String id) {
        try {
            return notices.find(caller.account(), NoticeId.of(id)).orElseThrow(NoticesController::unknown);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such notice, or it has no sound.");
    }
}
