package dev.tenure.ingest.handover.bucket;

import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.BucketSettings;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.NamedFile;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bucket that tells of its new objects, as S3 and MinIO do and La Suite Meet uses it (event message structure 2.x), with a token that never
 * changes. The bucket is listed too, for what it did not tell.
 */
public final class BucketAdapter implements Adapter {

    private static final String TOKEN = "token";
    private static final String PREFIX = "prefix";
    private static final String SCHEME = "Bearer ";

    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(BucketSettings.settings(BucketSettings.MAIN, true));
        settings.add(Setting.optional(
                TOKEN,
                Shape.SECRET,
                "what notifications show as a bearer token; left out: none are taken, and the bucket is listed"));
        settings.add(Setting.optional(PREFIX, Shape.TEXT, "only keys that begin with this are taken"));
        settings.add(NamedFile.END_FROM_TIME);
        return settings;
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        String shown = delivery.header("Authorization").orElse("");
        if (!shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !Macs.isOneOf(shown.substring(SCHEME.length()).strip(), source.secrets(TOKEN))) {
            return new Hearing.Refused("the bearer token is not the source's");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        List<HandOver> found = new ArrayList<>();
        for (Payload event : body.get().list("Records")) {
            created(event, source).ifPresent(found::add);
        }
        return found.isEmpty()
                ? new Hearing.Ignored("it tells of no new object of this bucket that is a recording")
                : new Hearing.Heard(found, List.of());
    }

    private static Optional<HandOver> created(Payload event, SourceSettings source) {
        // MinIO writes a prefix that S3 does not.
        boolean created =
                event.text("eventName").orElse("").replaceFirst("^s3:", "").startsWith("ObjectCreated:");
        boolean ours = event.in("s3").in("bucket").text("name").equals(source.find(BucketSettings.MAIN + "-name"));
        Payload object = event.in("s3").in("object");
        Optional<String> key = object.text("key").flatMap(BucketAdapter::decoded);
        Optional<String> etag = object.text("eTag").map(text -> text.replace("\"", ""));
        Optional<Long> size = object.whole("size");
        Optional<Instant> at = event.iso("eventTime");
        if (!created || !ours || key.isEmpty() || etag.isEmpty() || size.isEmpty() || at.isEmpty()) {
            // What is told in part only is found whole when the bucket is listed.
            return Optional.empty();
        }
        return handOver(new Asking.Found(key.get(), size.get(), etag.get(), at.get()), source);
    }

    /** Keys are written as in a form: a plus sign is a space. */
    private static Optional<String> decoded(String key) {
        try {
            return Optional.of(URLDecoder.decode(key, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<HandOver> handOver(Asking.Found object, SourceSettings source) {
        boolean taken = object.size() > 0
                && object.name().startsWith(source.find(PREFIX).orElse(""));
        return taken
                ? NamedFile.of(object, new Location.InBucket(BucketSettings.MAIN, object.name()), source)
                : Optional.empty();
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Asking.Page page =
                asking.bucket(BucketSettings.MAIN, source.find(PREFIX).orElse(""), mark);
        return new Pulled(
                page.files().stream()
                        .flatMap(object -> handOver(object, source).stream())
                        .toList(),
                List.of(),
                page.next());
    }
}
