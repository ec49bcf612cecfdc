package dev.tenure.storageapi.problem;

import java.util.Map;

/** Headers that every answer has, whoever gives it: nothing is kept, guessed, framed, run, or told to other sites. */
public final class AnswerHeaders {

    public static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox",
            "X-Frame-Options", "DENY",
            "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private AnswerHeaders() {}
}
