package dev.tenure.catalog.manifest;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.catalog.json.JsonValue.JsonString;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what a manifest says. */
final class ManifestText {

    private static final String GO_AT = "goAt";

    private final Meetings meetings;
    private final Notices notices;
    private final NoticesOnMedia onMedia;
    private final StoredObjects objects;
    private final List<ManifestSection> sections;

    ManifestText(
            Meetings meetings,
            Notices notices,
            NoticesOnMedia onMedia,
            StoredObjects objects,
            List<ManifestSection> sections) {
        this.meetings = meetings;
        this.notices = notices;
        this.onMedia = onMedia;
        this.objects = objects;
        this.sections = List.copyOf(sections);
    }

    JsonObject write(Item item) {
        Meeting meeting = meeting(item);
        JsonValue.Builder manifest = JsonObject.builder()
                .put("schema", "tenure.manifest/1")
                .put("item", item(item))
                .put("meeting", meeting(meeting))
                .put("notice", notice(item))
                .put("noticeOnMedia", onMedia(item))
                .put("objects", JsonArray.of(objects.visible(item.id()), ManifestText::object));
        sections.forEach(section ->
                manifest.put(section.name(), section.of(item, meeting).orElse(null)));
        return manifest.build();
    }

    /** When the item goes, by whichever section of this manifest knows it; for the tag. */
    static String goAt(JsonObject manifest) {
        return manifest.members().values().stream()
                .filter(JsonObject.class::isInstance)
                .map(section -> ((JsonObject) section).members().get(GO_AT))
                .filter(JsonString.class::isInstance)
                .map(text -> ((JsonString) text).value())
                .findFirst()
                .orElse("never");
    }

    private Meeting meeting(Item item) {
        return meetings.find(item.account(), item.meeting()).orElseThrow();
    }

    private static JsonObject item(Item item) {
        return JsonObject.builder()
                .put("id", item.id().toString())
                .put("account", item.account().toString())
                .put("kind", item.kind().name())
                .put("state", item.state().name())
                .put("fileName", item.fileName())
                .put("recordedUntil", text(item.anchor()))
                .put("retentionClass", item.retentionClass())
                .put("held", item.holdCount() > 0)
                .put("announcedAt", item.createdAt().toString())
                .build();
    }

    private static JsonObject meeting(Meeting meeting) {
        return JsonObject.builder()
                .put("id", meeting.id().toString())
                .put("externalId", meeting.externalId())
                .put("title", meeting.title())
                .put("startsAt", meeting.startsAt().toString())
                .put("endsAt", meeting.endsAt().toString())
                .put("zone", meeting.zone().getId())
                .put("host", meeting.host())
                .put(
                        "participants",
                        JsonArray.of(
                                meeting.participants(),
                                one -> JsonObject.builder()
                                        .put("displayName", one.displayName())
                                        .put("email", one.email())
                                        .build()))
                .build();
    }

    private @Nullable JsonObject notice(Item item) {
        if (item.notice() == null) {
            return null;
        }
        Notice notice = notices.find(item.account(), item.notice()).orElseThrow();
        return JsonObject.builder()
                .put("id", notice.id().toString())
                .put("name", notice.name())
                .put("version", notice.version())
                .put("language", notice.language())
                .put("text", notice.text())
                .put("textSha256", notice.textHash().hex())
                .put("shownAt", text(item.noticeShownAt()))
                .build();
    }

    /** What the renditions below carry of a notice, which may be an earlier one than the item's. */
    private @Nullable JsonObject onMedia(Item item) {
        return onMedia.carried(item.id())
                .map(carried -> JsonObject.builder()
                        .put("notice", carried.notice().toString())
                        .put("visible", carried.what().visible().name())
                        .put("audible", carried.what().audible())
                        .put("words", carried.words())
                        .build())
                .orElse(null);
    }

    private static JsonObject object(StoredObject object) {
        StoredObject.Facts facts = object.complete();
        return JsonObject.builder()
                .put("name", object.name())
                .put("role", object.role().name())
                .put("mediaType", object.mediaType())
                .put("size", facts.size())
                .put("sha256", facts.sha256().hex())
                .put("partSize", object.partSize())
                .put("objectId", object.id().toString())
                .put("key", object.key().value())
                .put("versionId", facts.versionId())
                .build();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
