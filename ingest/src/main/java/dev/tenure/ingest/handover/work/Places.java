package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.catalog.reach.Names;
import dev.tenure.catalog.reach.NotReachable;
import dev.tenure.catalog.reach.Reach;
import dev.tenure.ingest.handover.BucketSettings;
import dev.tenure.ingest.handover.Location;
import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.s3.S3Settings;
import dev.tenure.objectstore.s3.S3Stores;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens what sources name, within what they and the operator allow. */
final class Places {

    /** The setting of adapters that read a directory. */
    static final String DIRECTORY = "directory";

    /** Reached, but by nobody: an adapter that names no hosts asks none. */
    private static final List<String> NO_HOSTS = List.of("nowhere.invalid");

    private final HttpFetcher fetcher;
    private final Names names;
    private final Accounts accounts;
    private final HandOverSettings settings;

    Places(HttpFetcher fetcher, Names names, Accounts accounts, HandOverSettings settings) {
        this.fetcher = fetcher;
        this.names = names;
        this.accounts = accounts;
        this.settings = settings;
    }

    /** The file's place. Close it. */
    Place open(Sources.Known source, Location location) throws Place.Unfit, IOException {
        return switch (location) {
            case Location.InBucket(String store, String key) -> new BucketPlace(bucket(source, store), key);
            case Location.AtAddress address ->
                new AddressPlace(
                        fetcher,
                        reach(source),
                        address,
                        () -> source.adapter().renew(source.settings(), asking(source)));
            case Location.OnDisk(String path) -> new DiskPlace(file(source, path));
            case Location.InArchive archived -> new ArchivePlace(file(source, archived.path()), archived);
        };
    }

    SourceAsking asking(Sources.Known source) {
        return new SourceAsking(this, fetcher, source);
    }

    Reach reach(Sources.Known source) {
        List<String> hosts = source.adapter().hosts(source.settings());
        return new Reach(hosts.isEmpty() ? NO_HOSTS : hosts, settings.allowedNetworks());
    }

    ForeignBucket bucket(Sources.Known source, String store) throws Place.Unfit, IOException {
        BucketSettings bucket = BucketSettings.of(source.settings(), store)
                .orElseThrow(() -> new Place.Unfit("the source has no bucket '" + store + "' any more"));
        String endpoint = bucket.endpoint();
        String host = endpoint == null ? "amazonaws.com" : URI.create(endpoint).getHost();
        Reach reach = new Reach(List.of(host, "*." + host), settings.allowedNetworks());
        String scheme = endpoint == null ? "https" : URI.create(endpoint).getScheme();
        int port = endpoint == null ? -1 : URI.create(endpoint).getPort();
        if (endpoint != null) {
            refuseUnreachable(reach, endpoint);
        }
        S3Settings described = new S3Settings(
                endpoint == null ? null : URI.create(endpoint),
                bucket.region(),
                bucket.name(),
                bucket.accessKey(),
                bucket.secretKey(),
                bucket.pathStyle(),
                null,
                settings.deadline().multipliedBy(2));
        return S3Stores.openForeign(described, name -> {
            try {
                return reach.addresses(scheme + "://" + literal(name) + (port < 0 ? "" : ":" + port) + "/", names);
            } catch (NotReachable refused) {
                throw new UnknownHostException(refused.getMessage());
            }
        });
    }

    private void refuseUnreachable(Reach reach, String endpoint) throws IOException {
        try {
            reach.addresses(endpoint, names);
        } catch (NotReachable refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private static String literal(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /** The source's directory as it really is: below the account's own, wherever links lead. */
    Path directory(Sources.Known source) throws Place.Unfit, IOException {
        Path base = settings.directory();
        Optional<String> named = source.settings().find(DIRECTORY);
        Optional<Account> account = accounts.find(source.source().account());
        if (base == null || named.isEmpty() || account.isEmpty()) {
            throw new Place.Unfit("the operator allowed no directories of this machine (tenure.hand-over.directory)");
        }
        Path own = base.resolve(account.get().slug());
        Path wanted = own.resolve(named.get()).normalize();
        if (!Files.isDirectory(wanted)) {
            throw new IOException("there is no directory '" + named.get() + "' below the account's");
        }
        return below(own.toRealPath(), wanted.toRealPath());
    }

    /** A directory below the source's, with no link on the way; empty when there is none. */
    Optional<Path> directory(Sources.Known source, String below) throws Place.Unfit, IOException {
        Path directory = directory(source);
        Path wanted = below(directory, directory.resolve(below).normalize());
        return Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)
                        && wanted.toRealPath().equals(wanted)
                ? Optional.of(wanted)
                : Optional.empty();
    }

    Path file(Sources.Known source, String path) throws Place.Unfit, IOException {
        Path directory = directory(source);
        Path wanted = directory.resolve(path).normalize();
        Path parent = wanted.getParent();
        if (parent == null || !Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is no such file in the source's directory");
        }
        below(directory, parent.toRealPath());
        return below(directory, wanted);
    }

    private static Path below(Path directory, @Nullable Path found) throws Place.Unfit {
        if (found == null || !found.startsWith(directory)) {
            throw new Place.Unfit("the path leads out of the account's directory");
        }
        return found;
    }
}
