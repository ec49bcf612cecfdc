package dev.tenure.storageapi.notice;

import dev.tenure.catalog.Expected;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.OnMedia;
import dev.tenure.catalog.OnMedia.Visible;
import dev.tenure.catalog.Revised;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * What an account wants of its notices in the files themselves. No part of the policy about evidence, so that a program which knows only that cannot
 * switch this off by leaving it out.
 */
@RestController
@RequestMapping("/api/v1/account/notice-on-media")
class NoticeOnMediaController {

    private final NoticesOnMedia onMedia;

    NoticeOnMediaController(NoticesOnMedia onMedia) {
        this.onMedia = onMedia;
    }

    /**
     * What of a recording's notice is put into the files that are made of it.
     *
     * @param visible what stands on the picture: a line from beginning to end, or a card over the first seconds
     * @param audible whether the notice's sound is played at the beginning
     */
    record OnMediaView(Visible visible, Boolean audible) {

        OnMediaView {
            Objects.requireNonNull(visible, "'visible' must be NONE, LINE or CARD");
            Objects.requireNonNull(audible, "'audible' must be true or false");
        }
    }

    @GetMapping
    ResponseEntity<OnMediaView> find(Caller caller) {
        Revised<OnMedia> wanted = onMedia.wanted(caller.account());
        return ResponseEntity.ok()
                .eTag(VersionTags.of(wanted.revision()))
                .body(new OnMediaView(wanted.value().visible(), wanted.value().audible()));
    }

    /** For files that are made from now on. */
    @PutMapping
    ResponseEntity<OnMediaView> change(
            Caller caller,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody OnMediaView wish) {
        caller.needs(Scope.ACCOUNT);
        Expected expected = VersionTags.required(ifMatch);
        if (!onMedia.want(caller.account(), new OnMedia(wish.visible(), wish.audible()), expected, caller.actor())) {
            throw new ApiProblem(ProblemCode.PRECONDITION_FAILED, "Another setting is in force than that in If-Match.");
        }
        return find(caller);
    }
}
