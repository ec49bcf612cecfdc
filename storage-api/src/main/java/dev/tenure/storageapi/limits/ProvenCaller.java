package dev.tenure.storageapi.limits;

import jakarta.servlet.http.HttpServletRequest;

/** Says of requests that prove themselves in a way of their own, later than tokens do, that their address is not to be charged for them. */
public final class ProvenCaller {

    private ProvenCaller() {}

    /** This request proved whose it is. */
    public static void note(HttpServletRequest request) {
        request.setAttribute(CallerLimit.KNOWN, true);
    }
}
