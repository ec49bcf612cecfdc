package dev.tenure.ingest.handover.openvidu;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.BucketSettings;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * OpenVidu Meet: {@code recordingEnded} by webhook, without an address; the file lies in Meet's bucket under a key that follows from the recording's
 * id. The bucket is listed too, because Meet calls for some seconds only.
 */
public final class OpenViduMeet implements Adapter {

    private static final String KEY = "api-key";
    private static final String FOLDER = "folder";

    /** As Meet's own sample does; the future is bounded as well. */
    private static final Duration AGE = Duration.ofMinutes(2);

    /** So long a file in the bucket waits for the call that knows its times. */
    private static final Duration CALLED_BY_THEN = Duration.ofMinutes(30);

    private static final Set<String> WHOLE = Set.of("complete", "limit_reached");

    /** {@code <room>--<egress>--<uid>}; nothing that could lead out of the room's folder. */
    private static final Pattern RECORDING = Pattern.compile("([A-Za-z0-9_-]+?)--(EG_[A-Za-z0-9]+)--([A-Za-z0-9]+)");

    @Override
    public String name() {
        return "openvidu-meet";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        settings.add(Setting.required(KEY, Shape.SECRET, "Meet's first API key, which signs its webhooks"));
        settings.add(
                Setting.optional(FOLDER, Shape.DIRECTORY, "Meet's folder in the bucket; openvidu-meet when left out"));
        settings.addAll(BucketSettings.settings(BucketSettings.MAIN, true));
        return settings;
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        String timestamp = delivery.header("X-Timestamp").orElse("");
        if (!timestamp.matches("[0-9]{1,15}")
                || Duration.between(Instant.ofEpochMilli(Long.parseLong(timestamp)), now)
                                .abs()
                                .compareTo(AGE)
                        > 0
                || !Macs.matchesHex(
                        delivery.header("X-Signature").orElse(""),
                        source.secrets(KEY),
                        (timestamp + ".").getBytes(StandardCharsets.UTF_8),
                        delivery.body())) {
            return new Hearing.Refused("the signature is not OpenVidu Meet's, or not of now");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        if (!body.get().text("event").orElse("").equals("recordingEnded")) {
            return new Hearing.Ignored("only recordingEnded tells of a whole recording");
        }
        return ended(body.get().in("data"), source);
    }

    private static Hearing ended(Payload data, SourceSettings source) {
        Matcher id = RECORDING.matcher(data.text("recordingId").orElse(""));
        if (!id.matches()) {
            return new Hearing.Malformed("data.recordingId is not <room>--<egress>--<uid>.");
        }
        String key = folder(source) + "/recordings/" + id.group(1) + "/" + id.group(1) + "--" + id.group(3) + ".mp4";
        String name = data.text("filename").orElse(id.group(1) + "--" + id.group(3) + ".mp4");
        String status = data.text("status").orElse("");
        if (!WHOLE.contains(status)) {
            String error = data.text("error")
                    .map(why -> ": " + why.substring(0, Math.min(why.length(), 200)))
                    .orElse("");
            return new Hearing.Heard(
                    List.of(), List.of(new Unusable(key, name, "the recording ended as " + status + error)));
        }
        Optional<Instant> start = data.millis("startDate");
        Optional<Instant> end = data.millis("endDate")
                .or(() -> start.flatMap(
                        from -> data.span(ChronoUnit.SECONDS, "duration").map(from::plus)));
        MeetingFacts meeting = MeetingFacts.of(
                id.group(1) + "--" + id.group(2),
                data.text("roomName").orElse(id.group(1)),
                start.orElse(null),
                end.orElse(null));
        HandOver file = new HandOver(
                key,
                ItemKind.RECORDING,
                name,
                data.whole("size").filter(size -> size > 0).orElse(null),
                meeting,
                end.orElse(null),
                new Location.InBucket(BucketSettings.MAIN, key));
        return new Hearing.Heard(List.of(file), List.of());
    }

    private static String folder(SourceSettings source) {
        return source.find(FOLDER).orElse("openvidu-meet").replaceFirst("/+$", "");
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Asking.Page page = asking.bucket(BucketSettings.MAIN, folder(source) + "/recordings/", mark);
        List<HandOver> found = page.files().stream()
                .filter(file -> file.name().endsWith(".mp4") && file.size() > 0)
                .filter(file -> file.changedAt().isBefore(now.minus(CALLED_BY_THEN)))
                .map(OpenViduMeet::uncalled)
                .toList();
        return new Pulled(found, List.of(), page.next());
    }

    /** Of which no call came: its times are not known, so a person says when it ended. */
    private static HandOver uncalled(Asking.Found file) {
        String name = file.name().substring(file.name().lastIndexOf('/') + 1);
        String stem = name.substring(0, name.length() - ".mp4".length());
        return new HandOver(
                file.name(),
                ItemKind.RECORDING,
                name,
                file.size(),
                MeetingFacts.of(stem, stem, null, file.changedAt()),
                null,
                new Location.InBucket(BucketSettings.MAIN, file.name()));
    }
}
