package dev.tenure.ingest.handover;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls as media servers make them. */
public final class Calls {

    private Calls() {}

    /** A POST of this text; headers are names and values in turn. */
    public static Delivery of(String body, String... headers) {
        return of(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Delivery of(byte[] body, String... headers) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], List.of(headers[i + 1]));
        }
        return new Delivery("POST", all, "", body);
    }

    /** The one file that a call tells of. */
    public static HandOver only(Hearing hearing) {
        if (hearing instanceof Hearing.Heard(List<HandOver> files, List<Hearing.Unusable> unusable)
                && files.size() == 1
                && unusable.isEmpty()) {
            return files.getFirst();
        }
        throw new AssertionError("not one file: " + hearing);
    }

    /** Why the one recording that a call tells of cannot be fetched. */
    public static String unusable(Hearing hearing) {
        if (hearing instanceof Hearing.Heard(List<HandOver> files, List<Hearing.Unusable> unusable)
                && files.isEmpty()
                && unusable.size() == 1) {
            return unusable.getFirst().why();
        }
        throw new AssertionError("not one unusable file: " + hearing);
    }
}
