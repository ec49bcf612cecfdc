package dev.tenure.ingest.handover.bigbluebutton;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Names and values as browsers send them ({@code application/x-www-form-urlencoded}). */
final class Form {

    /** More than any call has. */
    private static final int MOST = 20;

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /** Empty when it is none, or one name is there twice: what verifies it and what acts on it could mean different ones. */
    static Optional<Form> of(String text) {
        Map<String, String> fields = new HashMap<>();
        String[] pairs = text.split("&", MOST + 1);
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1 || fields.size() == MOST) {
                return Optional.empty();
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                if (fields.put(name, value) != null) {
                    return Optional.empty();
                }
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
        return Optional.of(new Form(fields));
    }

    Optional<String> find(String name) {
        return Optional.ofNullable(fields.get(name));
    }
}
