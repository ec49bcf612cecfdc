package dev.tenure.storageapi.retention;

import dev.tenure.retention.reconcile.OrphanCertificates;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Certificates of what lay in the bucket below the account, was nobody's, and is proven gone. */
@RestController
@RequestMapping("/api/v1/retention/orphan-certificates")
class OrphanCertificateController {

    private static final int PAGE = 50;

    private final OrphanCertificates certificates;

    OrphanCertificateController(OrphanCertificates certificates) {
        this.certificates = certificates;
    }

    /**
     * A certificate.
     *
     * @param folder the id in the keys of what was destroyed; absent where that lay beside all folders
     */
    record OrphanCertificateView(UUID id, @Nullable UUID folder, Instant issuedAt) {

        static OrphanCertificateView of(OrphanCertificates.Issued issued) {
            return new OrphanCertificateView(issued.id(), issued.folder(), issued.issuedAt());
        }
    }

    /**
     * A page of certificates, the newest first.
     *
     * @param next what to ask for the following page with; absent on the last
     */
    record OrphanCertificatePage(
            List<OrphanCertificateView> certificates,
            @Nullable String next) {}

    @GetMapping
    OrphanCertificatePage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        mayLook(caller);
        UUID before = after == null ? null : uuid(after);
        List<OrphanCertificateView> page = certificates.page(caller.account(), before, PAGE).stream()
                .map(OrphanCertificateView::of)
                .toList();
        return new OrphanCertificatePage(
                page, page.size() < PAGE ? null : page.getLast().id().toString());
    }

    /** As it was signed. */
    @GetMapping(path = "/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    String find(Caller caller, @PathVariable String id) {
        mayLook(caller);
        return certificates.find(caller.account(), uuid(id)).orElseThrow(OrphanCertificateController::unknown);
    }

    /** Whoever rules, or audits; hosts know of their own items only. */
    private static void mayLook(Caller caller) {
        if (!caller.has(Scope.TRAIL)) {
            caller.needs(Scope.RULE);
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such certificate.");
    }
}
