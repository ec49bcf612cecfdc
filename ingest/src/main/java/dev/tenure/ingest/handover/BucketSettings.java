package dev.tenure.ingest.handover;

import dev.tenure.ingest.handover.Setting.Shape;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a source's bucket is reached. It has credentials of its own: those of this server never open another's bucket.
 *
 * @param endpoint absent for AWS
 */
public record BucketSettings(
        @Nullable String endpoint, String region, String name, String accessKey, String secretKey, boolean pathStyle) {

    /** The bucket of a source that has one. */
    public static final String MAIN = "bucket";

    private static final String DEFAULT_REGION = "us-east-1";

    /** The settings of a bucket, all beginning with this word. */
    public static List<Setting> settings(String store, boolean required) {
        return List.of(
                new Setting(store + "-name", Shape.BUCKET, required, "the bucket's name"),
                Setting.optional(store + "-endpoint", Shape.URL, "the S3 server's address; left out for AWS"),
                Setting.optional(store + "-region", Shape.TEXT, "the region; us-east-1 when left out"),
                Setting.optional(store + "-path-style", Shape.YES_OR_NO, "false only where buckets are host names"),
                new Setting(store + "-access-key", Shape.TEXT, required, "an access key that may read the bucket"),
                new Setting(store + "-secret-key", Shape.SECRET, required, "the secret key that goes with it"));
    }

    /** The bucket of these settings, when all that it needs is there. */
    public static Optional<BucketSettings> of(SourceSettings source, String store) {
        Optional<String> name = source.find(store + "-name");
        Optional<String> accessKey = source.find(store + "-access-key");
        Optional<String> secretKey = source.secret(store + "-secret-key");
        if (name.isEmpty() || accessKey.isEmpty() || secretKey.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new BucketSettings(
                source.find(store + "-endpoint").orElse(null),
                source.find(store + "-region").orElse(DEFAULT_REGION),
                name.get(),
                accessKey.get(),
                secretKey.get(),
                source.yes(store + "-path-style", true)));
    }

    /**
     * The key that an address means in this bucket; empty when it is of another bucket or server. Both spellings are understood, whatever {@link
     * #pathStyle} says: the media server chose it by its own settings.
     */
    public Optional<String> keyOf(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String path = uri.getPath();
        if (uri.getHost() == null || path == null || path.length() < 2 || uri.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String at = uri.getHost().toLowerCase(Locale.ROOT);
        for (String host : hosts()) {
            boolean samePort = endpoint == null || port(uri) == port(URI.create(endpoint));
            if (samePort && at.equals(name.toLowerCase(Locale.ROOT) + "." + host)) {
                return Optional.of(path.substring(1));
            }
            if (samePort && at.equals(host) && path.startsWith("/" + name + "/") && path.length() > name.length() + 2) {
                return Optional.of(path.substring(name.length() + 2));
            }
        }
        return Optional.empty();
    }

    private List<String> hosts() {
        if (endpoint != null) {
            return List.of(URI.create(endpoint).getHost().toLowerCase(Locale.ROOT));
        }
        return List.of("s3.amazonaws.com", "s3." + region + ".amazonaws.com", "s3-" + region + ".amazonaws.com");
    }

    private static int port(URI uri) {
        return uri.getPort() == -1 ? "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443 : uri.getPort();
    }

    @Override
    public String toString() {
        return "bucket " + name + " at " + (endpoint == null ? "AWS " + region : endpoint);
    }
}
