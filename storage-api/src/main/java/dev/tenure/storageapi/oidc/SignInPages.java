package dev.tenure.storageapi.oidc;

import dev.tenure.storageapi.problem.ProblemCode;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What a browser is shown at the end of a sign-in: our own words only, nothing that anybody sent. */
final class SignInPages {

    static final String PATH = "/sign-in/oidc";

    private static final String POLICY = "default-src 'none'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="robots" content="noindex">{refresh}<title>{title}</title></head>
            <body><main><h1>{title}</h1><p>{detail}</p><p><a href="{address}">{link}</a></p></main></body>
            </html>
            """;

    private SignInPages() {}

    /** A page of ours goes on, not a redirect: the session's cookie does not travel with what another site led to. */
    static ResponseEntity<String> goOn(String path) {
        return page(
                HttpStatusCode.valueOf(200),
                "<meta http-equiv=\"refresh\" content=\"0;url=" + path + "\">",
                "You are signed in",
                "",
                path,
                "Go on");
    }

    static ResponseEntity<String> refused(ProblemCode code, String detail) {
        return page(code.status(), "", code.title(), detail, PATH, "Try again");
    }

    private static ResponseEntity<String> page(
            HttpStatusCode status, String refresh, String title, String detail, String address, String link) {
        return ResponseEntity.status(status)
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .body(PAGE.replace("{refresh}", refresh)
                        .replace("{title}", title)
                        .replace("{detail}", detail)
                        .replace("{address}", address)
                        .replace("{link}", link));
    }
}
