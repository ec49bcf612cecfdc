package dev.tenure.storageapi.tus;

import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.NewMeeting;
import dev.tenure.ingest.NewUpload.NoticeShown;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.JsonFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the metadata of an upload says, read strictly: instants and periods are ISO 8601, {@code participants}, {@code notice} and {@code
 * noticeEvidence} are JSON.
 *
 * @param declaredType what the client believes the file to be; any text
 * @param noticeEvidence evidence of notices as JSON, unread; absent when none comes along
 * @param retention the host's choice as an ISO 8601 period; absent means the account's default
 */
record UploadDescription(
        String account,
        NewMeeting meeting,
        ItemKind kind,
        String fileName,
        Instant recordedUntil,
        @Nullable NoticeShown notice,
        @Nullable String noticeEvidence,
        @Nullable String retention,
        @Nullable ContentHash hash,
        @Nullable String declaredType) {

    /** The longest file name kept, in characters. */
    private static final int MAX_FILE_NAME = 255;

    /** What a file without a name that can be shown is called. */
    private static final String UNNAMED = "recording";

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final TypeReference<List<Meeting.Participant>> PARTICIPANTS = new TypeReference<>() {};

    /** Reads the metadata; an {@link IllegalArgumentException} names what is missing or wrong. */
    static UploadDescription read(UploadMetadata metadata) {
        Instant end = instant(metadata, "meetingEnd");
        NewMeeting meeting = new NewMeeting(
                metadata.need("meetingId"),
                metadata.need("meetingTitle"),
                instant(metadata, "meetingStart"),
                end,
                zone(metadata.need("meetingZone")),
                metadata.need("host"),
                metadata.find("participants")
                        .map(UploadDescription::participants)
                        .orElse(List.of()));
        return new UploadDescription(
                metadata.need("account"),
                meeting,
                metadata.find("kind").map(UploadDescription::kind).orElse(ItemKind.RECORDING),
                fileName(metadata.find("filename").orElse(UNNAMED)),
                metadata.find("recordedUntil").isPresent() ? instant(metadata, "recordedUntil") : end,
                metadata.find("notice").map(UploadDescription::notice).orElse(null),
                metadata.find("noticeEvidence").orElse(null),
                metadata.find("retention").orElse(null),
                hash(metadata.find("sha256")),
                metadata.find("filetype").orElse(null));
    }

    private static Instant instant(UploadMetadata metadata, String key) {
        String text = metadata.need(key);
        try {
            return plausible(key, Instant.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + key + "' is no instant such as 2026-03-28T22:30:00Z: " + text, e);
        }
    }

    /** Beyond these years neither calendars nor databases can be relied on to count. */
    private static Instant plausible(String key, Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("'" + key + "' is no time from 1970 to 9999: " + instant);
        }
        return instant;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'meetingZone' is no time zone such as Europe/Berlin: " + text, e);
        }
    }

    private static ItemKind kind(String text) {
        try {
            return ItemKind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'kind' must be one of " + List.of(ItemKind.values()), e);
        }
    }

    /** Kept for showing only; control characters and overlong names would only harm whoever is shown them. */
    private static String fileName(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "").strip();
        if (clean.isEmpty()) {
            return UNNAMED;
        }
        return clean.length() > MAX_FILE_NAME ? clean.substring(0, MAX_FILE_NAME) : clean;
    }

    private static @Nullable ContentHash hash(Optional<String> text) {
        return text.map(ContentHash::new).orElse(null);
    }

    private static List<Meeting.Participant> participants(String json) {
        List<Meeting.Participant> participants = read("participants", () -> JSON.readValue(json, PARTICIPANTS));
        Given.list("participants", participants);
        participants.forEach(one -> Given.text("displayName", one.displayName()));
        return participants;
    }

    private static NoticeShown notice(String json) {
        NoticeShown notice = read("notice", () -> JSON.readValue(json, NoticeShown.class));
        for (Object needed : new @Nullable Object[] {notice.name(), notice.language(), notice.text(), notice.at()}) {
            if (needed == null) {
                throw new IllegalArgumentException("'notice' needs name, version, language, text and at");
            }
        }
        plausible("notice.at", notice.at());
        return notice;
    }

    private static <T> T read(String key, Supplier<@Nullable T> reading) {
        try {
            T value = reading.get();
            if (value == null) {
                throw new IllegalArgumentException("'" + key + "' is null; leave it out instead");
            }
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("'" + key + "' is not the JSON that is expected: " + JsonFault.of(e), e);
        }
    }
}
