package dev.tenure.ingest.companion.format;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Transcripts and chats in JSON: Jigasi's events, segments as speech recognisers write them, messages as LiveKit, OpenVidu and plugNmeet send them.
 * They differ in names of fields more than in anything else, so a field is known by any of its names. Also one object a line.
 */
final class JsonText {

    /** Ours nest five deep; deeper is an attack on the stack. */
    private static final int MAX_DEPTH = 64;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(1 << 20)
                            .maxNameLength(1000)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .build();

    private static final List<String> LISTS = List.of(
            "events",
            "messages",
            "segments",
            "cues",
            "captions",
            "utterances",
            "transcript",
            "transcripts",
            "transcription",
            "chat",
            "chats",
            "items",
            "entries",
            "results",
            "data");
    private static final List<String> TEXT =
            List.of("text", "message", "transcript", "body", "content", "msg", "caption", "payload");
    private static final List<String> SPEAKER = List.of(
            "speaker",
            "from",
            "sender",
            "participant",
            "fromName",
            "from_name",
            "senderName",
            "sender_name",
            "name",
            "user",
            "author",
            "displayName",
            "participantName",
            "participant_name",
            "nick",
            "username",
            "participantIdentity",
            "identity");
    private static final List<String> TO = List.of("to", "recipient", "toName", "to_name", "receiver");
    private static final List<String> START_MS = List.of("startMs", "start_ms", "offsetMs", "offset_ms");
    private static final List<String> END_MS = List.of("endMs", "end_ms");
    private static final List<String> START = List.of("start", "startTime", "start_time", "begin", "offset", "from");
    private static final List<String> END = List.of("end", "endTime", "end_time", "to", "until");
    private static final List<String> AT = List.of(
            "timestamp", "sentAt", "sent_at", "createdAt", "created_at", "time", "at", "ts", "date", "datetime");
    private static final List<String> NAME = List.of("name", "displayName", "display_name", "identity", "id");

    private final Gathering gathering = new Gathering();

    private JsonText() {}

    static boolean looksJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[");
    }

    static Reading read(Decoded decoded) {
        try {
            return new JsonText().readRoot(root(decoded), decoded);
        } catch (JacksonException malformed) {
            // What it says quotes the file; where it is wrong is enough.
            var place = malformed.getLocation();
            return new Reading.NotUnderstood("it is no JSON that can be read"
                    + (place == null ? "" : ", from line " + place.getLineNr() + " on"));
        }
    }

    /** One value, or one object a line. */
    private static JsonNode root(Decoded decoded) {
        String text = decoded.text();
        List<String> lines =
                decoded.lines().stream().filter(line -> !line.isBlank()).toList();
        boolean line = lines.size() > 1 && lines.stream().allMatch(one -> one.startsWith("{") && one.endsWith("}"));
        return JSON.readTree(line ? "[" + String.join(",", lines) + "]" : text);
    }

    private Reading readRoot(JsonNode root, Decoded decoded) {
        JsonNode list = list(root, 0);
        if (list == null) {
            return new Reading.NotUnderstood("it is JSON without a list of messages or segments");
        }
        int number = 0;
        for (JsonNode one : list) {
            read(++number, one);
        }
        boolean jigasi = root.has("room_name") || root.has("initial_participants");
        String language = text(root, List.of("language", "locale", "lang"));
        return new Reading.Understood(gathering.words(
                jigasi ? "jigasi" : "json",
                decoded.encoding(),
                language == null || language.length() > 35 ? null : language));
    }

    private static @Nullable JsonNode list(JsonNode node, int depth) {
        if (node.isArray()) {
            return node;
        }
        for (String name : LISTS) {
            JsonNode inner = node.path(name);
            if (inner.isArray() || (inner.isObject() && depth == 0)) {
                JsonNode found = list(inner, depth + 1);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private void read(int number, JsonNode one) {
        if (one.isString()) {
            gathering.add(Entry.untimed(number, null, one.stringValue()));
            return;
        }
        String text = spoken(one);
        if (text == null) {
            String event = text(one, List.of("event", "type", "event_type"));
            gathering.unread(number, event == null ? "no text" : "event without text", one.toString());
            return;
        }
        if (one.path("is_interim").booleanValue(false)) {
            gathering.unread(number, "interim result", text);
            return;
        }
        Long start = place(one, START_MS, START);
        Long end = place(one, END_MS, END);
        if (start != null && end != null && end < start) {
            gathering.mended();
            end = start;
        }
        JsonNode when = first(one, AT);
        Instant at =
                when == null ? null : when.isNumber() ? Times.instant(when.doubleValue()) : Times.instant(number(when));
        if (at == null) {
            at = instant(first(one, START));
        }
        String clock = null;
        if (when != null && at == null && start == null) {
            if (when.isNumber() && when.doubleValue() >= 0) {
                start = notNegative(when.doubleValue() * 1000);
            } else if (when.isString() && when.stringValue().length() <= 40) {
                clock = when.stringValue();
            }
        }
        String to = one.path("to").isString() || one.path("to").isObject() ? who(one, TO) : null;
        gathering.add(new Entry(number, start, start == null ? null : end, at, clock, who(one, SPEAKER), to, text));
    }

    /** Numbers that are written as texts, as Jigasi does. */
    private static String number(JsonNode when) {
        String text = when.isString() ? when.stringValue() : "";
        if (text.matches("\\d{9,13}")) {
            Instant at = Times.instant(Double.parseDouble(text));
            return at == null ? text : at.toString();
        }
        return text;
    }

    private static @Nullable Instant instant(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        return node.isNumber() ? Times.instant(node.doubleValue()) : Times.instant(number(node));
    }

    private @Nullable Long place(JsonNode one, List<String> millis, List<String> seconds) {
        JsonNode exact = first(one, millis);
        if (exact != null && exact.isNumber()) {
            return notNegative(exact.doubleValue());
        }
        for (String name : seconds) {
            JsonNode node = one.path(name);
            if (node.isNumber() && Times.instant(node.doubleValue()) == null) {
                return notNegative(node.doubleValue() * 1000);
            }
            if (node.isString() && Times.isPlace(node.stringValue())) {
                return Times.place(node.stringValue(), gathering);
            }
        }
        return null;
    }

    private long notNegative(double millis) {
        // A NaN is no number in JSON; what is too large for a meeting is cut to the largest that fits.
        if (millis < 0) {
            gathering.mended();
        }
        return Math.clamp(Math.round(millis), 0, 1_000_000_000_000L);
    }

    /** The text; of several alternatives the first, which recognisers put their best guess in. */
    private static @Nullable String spoken(JsonNode one) {
        for (String name : TEXT) {
            JsonNode node = one.path(name);
            if (node.isArray() && !node.isEmpty()) {
                node = node.get(0);
            }
            if (node.isString()) {
                return node.stringValue();
            }
            if (node.isObject()) {
                String inner = text(node, TEXT);
                if (inner != null) {
                    return inner;
                }
            }
        }
        return null;
    }

    private static @Nullable String who(JsonNode one, List<String> names) {
        for (String name : names) {
            JsonNode node = one.path(name);
            String found = node.isObject() ? text(node, NAME) : node.isString() ? node.stringValue() : null;
            // "from" and "to" may be times.
            if (found != null && !found.isBlank() && !Times.isPlace(found)) {
                return found.toLowerCase(Locale.ROOT).equals("null") ? null : found;
            }
        }
        return null;
    }

    private static @Nullable JsonNode first(JsonNode one, List<String> names) {
        for (String name : names) {
            JsonNode node = one.path(name);
            if (node.isNumber() || node.isString()) {
                return node;
            }
        }
        return null;
    }

    private static @Nullable String text(JsonNode one, List<String> names) {
        for (String name : names) {
            JsonNode node = one.path(name);
            if (node.isString()) {
                return node.stringValue();
            }
        }
        return null;
    }
}
