package dev.tenure.ingest.handover;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A call as it came, before anything of it is believed. */
public final class Delivery {

    private final String method;
    private final Map<String, List<String>> headers;
    private final String query;
    private final byte[] body;

    /**
     * Takes a call.
     *
     * @param headers by name, in whatever case
     * @param query as it stands in the address, without the question mark; empty when there is none
     * @param body the very bytes: signatures are over these
     */
    public Delivery(String method, Map<String, List<String>> headers, String query, byte[] body) {
        Map<String, List<String>> lower = new TreeMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.method = method;
        this.headers = lower;
        this.query = query;
        this.body = body.clone();
    }

    /** As it stands in the address. */
    public String query() {
        return query;
    }

    /** The very bytes. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * A header that is there exactly once. One that is there twice counts as absent: what verifies it and what acts on it could mean different ones.
     */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    /** Without headers and body, which hold secrets. */
    @Override
    public String toString() {
        return method + " of " + body.length + " bytes";
    }
}
