package dev.tenure.ingest.handover;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * JSON of others, read for what is needed: what is missing, unknown or of another type is simply not there. A name may have several spellings; the
 * first that is there counts.
 */
public final class Payload {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** No media server is older; what seems to be was counted in another unit. */
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Duration LONGEST = Duration.ofDays(366);

    private final JsonNode node;

    private Payload(JsonNode node) {
        this.node = node;
    }

    /** Reads a JSON object; empty when it is none. */
    public static Optional<Payload> of(byte[] bytes) {
        try {
            JsonNode node = JSON.readTree(bytes);
            return node.isObject() ? Optional.of(new Payload(node)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    public static Payload of(JsonNode node) {
        return new Payload(node);
    }

    private JsonNode node(String... names) {
        for (String name : names) {
            JsonNode found = node.path(name);
            if (!found.isMissingNode() && !found.isNull()) {
                return found;
            }
        }
        return MissingNode.getInstance();
    }

    /** An object inside; an empty one when it is not there. */
    public Payload in(String... names) {
        return new Payload(node(names));
    }

    public boolean has(String... names) {
        return !node(names).isMissingNode();
    }

    /** The objects of a list. */
    public List<Payload> list(String... names) {
        JsonNode found = node(names);
        return found.isArray()
                ? found.valueStream()
                        .filter(JsonNode::isObject)
                        .map(Payload::new)
                        .toList()
                : List.of();
    }

    /** A text that is not blank; numbers count as texts. */
    public Optional<String> text(String... names) {
        JsonNode found = node(names);
        return found.isString() || found.isNumber()
                ? Optional.of(storable(found.asString())).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Without U+0000 and halves of characters, which PostgreSQL cannot keep. */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace("\0", "");
    }

    /** A whole number, also one that is written as text, as protobuf writes those of 64 bits. */
    public Optional<Long> whole(String... names) {
        return text(names).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text).longValueExact());
            } catch (ArithmeticException | NumberFormatException none) {
                return Optional.empty();
            }
        });
    }

    /** A length of time of at least one unit, and of no more than a year: what is longer was counted in another unit. */
    public Optional<Duration> span(ChronoUnit unit, String... names) {
        long most = LONGEST.dividedBy(unit.getDuration());
        return whole(names).filter(count -> count > 0 && count <= most).map(count -> Duration.of(count, unit));
    }

    public boolean yes(String... names) {
        return node(names).asBoolean(false);
    }

    /** A time in nanoseconds since 1970; times that cannot be meant are not there. */
    public Optional<Instant> nanos(String... names) {
        return whole(names).map(Duration::ofNanos).map(Instant.EPOCH::plus).filter(Payload::plausible);
    }

    /** A time in milliseconds since 1970; times that cannot be meant are not there. */
    public Optional<Instant> millis(String... names) {
        return whole(names).map(Instant::ofEpochMilli).filter(Payload::plausible);
    }

    /** A time in seconds since 1970; times that cannot be meant are not there. */
    public Optional<Instant> seconds(String... names) {
        return whole(names)
                .filter(seconds -> seconds > 0 && seconds < LATEST.getEpochSecond())
                .map(Instant::ofEpochSecond)
                .filter(Payload::plausible);
    }

    /** A time in the form of ISO 8601 with its zone; times that cannot be meant are not there. */
    public Optional<Instant> iso(String... names) {
        return text(names).flatMap(text -> {
            try {
                return Optional.of(Instant.parse(text)).filter(Payload::plausible);
            } catch (DateTimeException none) {
                return Optional.empty();
            }
        });
    }

    private static boolean plausible(Instant instant) {
        return instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    }
}
