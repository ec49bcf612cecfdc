package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * BigBlueButton, alone or behind Scalelite. Its calls say which recording is ready and not what it is made of, so a call only makes us look: into the
 * directories it publishes to, and a spool of Scalelite's archives.
 */
public final class BigBlueButton implements Adapter {

    static final String SECRET = "shared-secret";
    static final String CALLBACK = "callback-url";
    static final String QUIET = "quiet-minutes";
    static final String SLIDES = "slides";
    static final String RAW = "raw";

    @Override
    public String name() {
        return "bigbluebutton";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(
                        "directory",
                        Shape.DIRECTORY,
                        "what holds BigBlueButton's 'published', 'recording' or 'spool', below the account's own directory"),
                Setting.optional(
                        SECRET,
                        Shape.SECRET,
                        "BigBlueButton's shared secret; several, such as those of Scalelite's tenants, one a line; left out: no calls are taken"),
                Setting.optional(
                        CALLBACK,
                        Shape.URL,
                        "the address that was registered with bbb-webhooks, exactly; left out: its calls are not taken"),
                Setting.optional(
                        QUIET,
                        Shape.NUMBER,
                        "minutes without a change after which files are whole, where no marker says so; 5 when left out"),
                Setting.optional(
                        SLIDES, Shape.YES_OR_NO, "true: the pages of presentations are taken too, each as a file"),
                Setting.optional(
                        RAW,
                        Shape.YES_OR_NO,
                        "true: what was recorded raw is taken too, also from before and after the button was pressed"));
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        return Ready.hear(delivery, source, now).orElseGet(() -> Webhooks.hear(delivery, source, now));
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        return new Directories(source, asking, now).look(mark);
    }

    @Override
    public Optional<Hearing> sample(String name, byte[] content, SourceSettings source) {
        if (!name.equals(Format.METADATA)) {
            return Optional.empty();
        }
        return Optional.of(Metadata.of(content)
                .<Hearing>map(metadata -> new Format(
                                "video",
                                metadata.id(),
                                List.of(new Format.Piece(
                                        "video.mp4",
                                        1,
                                        Instant.EPOCH,
                                        new Location.OnDisk("published/video/…/video.mp4"))))
                        .heard(metadata.meeting(), metadata.end(), false))
                .orElseGet(() -> new Hearing.Malformed("metadata.xml cannot be read; its format is not taken.")));
    }
}
