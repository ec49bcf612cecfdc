package dev.tenure.ingest.handover.dropfolder;

import dev.tenure.catalog.Meeting;
import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Asking.Found;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.MeetingFacts;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A plain directory. A file is taken once nobody has written to it for a while; what the meeting was can be said in a JSON file beside it, {@code
 * <file>.meeting.json}.
 */
public final class DropFolder implements Adapter {

    /** Beside a recording. */
    private static final String SIDECAR = ".meeting.json";

    private static final String DIRECTORY = "directory";
    private static final String QUIET = "quiet-minutes";
    private static final Duration DEFAULT_QUIET = Duration.ofMinutes(2);

    /** Files seen with one look: beyond it, move those away that were taken. */
    private static final int MOST = 20_000;

    /** Of a file beside a recording; enough for thousands of participants. */
    private static final int MAX_SIDECAR = 1 << 20;

    @Override
    public String name() {
        return "drop-folder";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(DIRECTORY, Shape.DIRECTORY, "the directory, below the account's own on this server"),
                Setting.optional(
                        QUIET, Shape.TEXT, "minutes without a change after which a file is whole; 2 when left out"),
                NamedFile.END_FROM_TIME);
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        return new Hearing.Refused("a drop folder is not called");
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Map<String, Found> files = asking.directory(MOST).stream()
                .filter(file -> Stream.of(file.name().split("/", -1)).noneMatch(part -> part.startsWith(".")))
                .collect(Collectors.toMap(Found::name, Function.identity()));
        Instant quietSince = now.minus(quiet(source));
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (Found file : files.values()) {
            Found sidecar = files.get(file.name() + SIDECAR);
            boolean whole = !file.changedAt().isAfter(quietSince)
                    && (sidecar == null || !sidecar.changedAt().isAfter(quietSince));
            if (!whole || NamedFile.kind(file.name()).isEmpty()) {
                continue;
            }
            if (file.size() == 0) {
                unusable.add(new Unusable(file.name() + "#" + file.version(), file.name(), "the file is empty"));
                continue;
            }
            HandOver plain =
                    NamedFile.of(file, new Location.OnDisk(file.name()), source).orElseThrow();
            found.add(sidecar == null ? plain : described(plain, asking.read(sidecar.name(), MAX_SIDECAR)));
        }
        return new Pulled(found, unusable, null);
    }

    private static Duration quiet(SourceSettings source) {
        return source.find(QUIET)
                .filter(text -> text.matches("[0-9]{1,4}"))
                .map(Long::parseLong)
                .map(Duration::ofMinutes)
                .orElse(DEFAULT_QUIET);
    }

    /** What the file beside it says counts more than what the file itself looks like. */
    private static HandOver described(HandOver plain, byte[] sidecar) {
        Optional<Payload> said = Payload.of(sidecar);
        if (said.isEmpty()) {
            return plain;
        }
        Payload meeting = said.get();
        Instant end = meeting.iso("end").orElse(null);
        List<Meeting.Participant> participants = meeting.list("participants").stream()
                .flatMap(one -> one.text("displayName").stream()
                        .map(name ->
                                new Meeting.Participant(name, one.text("email").orElse(null))))
                .toList();
        MeetingFacts facts = new MeetingFacts(
                meeting.text("id").orElse(plain.meeting().externalId()),
                meeting.text("title").orElse(plain.meeting().title()),
                meeting.iso("start").orElse(null),
                end == null ? plain.meeting().endsAt() : end,
                meeting.text("zone").orElse(null),
                meeting.text("host").orElse(null),
                participants);
        return new HandOver(
                plain.key(),
                plain.kind(),
                plain.fileName(),
                plain.size(),
                facts,
                end == null ? plain.recordedUntil() : end,
                plain.location());
    }
}
