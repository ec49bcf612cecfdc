package dev.tenure.ingest.notice;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonBoolean;
import dev.tenure.catalog.json.JsonValue.JsonInteger;
import dev.tenure.catalog.json.JsonValue.JsonNull;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bodies of a chain's links. Canonical, because their hashes are. */
final class EvidenceJson {

    /** Far more than a header's or an event's longest texts. */
    static final int MAX_BODY = 1 << 20;

    private EvidenceJson() {}

    static JsonObject header(EvidenceHeader header, Notice notice) {
        return JsonObject.builder()
                .put("schema", "tenure.notice-header/1")
                .put("notice", notice(notice))
                .put("languages", JsonArray.ofStrings(header.languages()))
                .put("channels", JsonArray.ofStrings(header.channels()))
                .put("purposes", JsonArray.ofStrings(header.purposes()))
                .put("lawfulBasisDeclaredByHost", header.lawfulBasis())
                .put("piiTypes", JsonArray.ofStrings(header.dataTypes()))
                .put("sensitive", header.sensitive())
                .put("storageLocations", JsonArray.ofStrings(header.storageLocations()))
                .put("retentionRule", header.retentionRule())
                .put("retentionShown", header.retentionShown())
                .put("recipients", JsonArray.ofStrings(header.recipients()))
                .put("withdrawalMethod", header.withdrawal())
                .put("jurisdictions", JsonArray.ofStrings(header.jurisdictions()))
                .put("capture", intervals(header.capture()))
                .put("startedBy", header.startedBy())
                .put("blockedUntilConsent", header.blockedUntilConsent())
                .put("indicatorGaps", intervals(header.indicatorGaps()))
                .build();
    }

    static JsonObject event(EvidenceEvent event, UUID pseudonym, @Nullable Notice notice, Actor actor) {
        return JsonObject.builder()
                .put("schema", "tenure.notice-event/1")
                .put("eventId", event.id())
                .put("principal", pseudonym.toString())
                .put("identityStrength", event.participant().strength().name())
                .put("eventType", event.type().name())
                .put("eventState", event.type().consentState())
                .put("eventTime", event.at().toString())
                .put("mediaOffsetMs", integer(event.mediaOffsetMillis()))
                .put("notice", notice == null ? null : notice(notice))
                .put("channel", event.channel())
                .put("language", event.language())
                .put("action", event.action())
                .put("deliveryProof", event.proof())
                .put(
                        "mediaBefore",
                        event.mediaBefore() == null ? null : event.mediaBefore().name())
                .put("media", event.media() == null ? null : event.media().name())
                .put("purpose", event.purpose())
                .put("validUntil", text(event.validUntil()))
                .put("byProxy", event.proxy())
                .put("recordedBy", actor.value())
                .build();
    }

    /** Whether they say the same, whoever brought them. What is not told is the same as what nobody could tell when it was kept. */
    static boolean sameEvent(String known, JsonObject told) {
        return without(read(known)).equals(without(told));
    }

    private static JsonObject without(JsonObject event) {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        members.putAll(event.members());
        members.remove("recordedBy");
        members.remove("identityStrength");
        members.values().removeIf(JsonNull.class::isInstance);
        return new JsonObject(members);
    }

    static JsonObject read(String body) {
        return StrictJson.parseObject(body.getBytes(StandardCharsets.UTF_8), MAX_BODY);
    }

    private static JsonObject notice(Notice notice) {
        Notice.Sound sound = notice.sound();
        return JsonObject.builder()
                .put("id", notice.id().toString())
                .put("name", notice.name())
                .put("version", notice.version())
                .put("language", notice.language())
                .put("textSha256", notice.textHash().hex())
                .put("soundSha256", sound == null ? null : sound.sha256().hex())
                .build();
    }

    static JsonArray intervals(List<Interval> intervals) {
        return JsonArray.of(
                intervals,
                one -> JsonObject.builder()
                        .put("from", one.from().toString())
                        .put("until", text(one.until()))
                        .put("mediaFromMs", integer(one.mediaFromMillis()))
                        .put("mediaUntilMs", integer(one.mediaUntilMillis()))
                        .build());
    }

    static List<Interval> intervals(@Nullable JsonValue array) {
        return array instanceof JsonArray(List<JsonValue> elements)
                ? elements.stream().map(EvidenceJson::interval).toList()
                : List.of();
    }

    private static Interval interval(JsonValue value) {
        JsonObject object = (JsonObject) value;
        String until = string(object, "until");
        return new Interval(
                Instant.parse(String.valueOf(string(object, "from"))), until == null ? null : Instant.parse(until));
    }

    /** A participant without what names them. */
    static JsonObject unnamed(JsonObject participant) {
        TreeMap<String, JsonValue> members = new TreeMap<>();
        members.putAll(participant.members());
        List.of("id", "name", "email").forEach(members::remove);
        return new JsonObject(members);
    }

    static @Nullable String string(JsonObject object, String name) {
        return object.members().get(name) instanceof JsonValue.JsonString(String text) ? text : null;
    }

    static boolean yes(JsonObject object, String name) {
        return object.members().get(name) instanceof JsonBoolean(boolean value) && value;
    }

    private static JsonValue integer(@Nullable Long value) {
        return value == null ? new JsonNull() : new JsonInteger(value);
    }

    static JsonValue millis(@Nullable Duration duration) {
        return integer(duration == null ? null : duration.toMillis());
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
