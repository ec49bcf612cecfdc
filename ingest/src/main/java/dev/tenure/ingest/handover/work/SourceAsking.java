package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.catalog.reach.NotReachable;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Location;
import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the adapter of one source may use. */
final class SourceAsking implements Asking {

    private final Places places;
    private final HttpFetcher fetcher;
    private final Sources.Known source;

    SourceAsking(Places places, HttpFetcher fetcher, Sources.Known source) {
        this.places = places;
        this.fetcher = fetcher;
        this.source = source;
    }

    @Override
    public HttpFetcher.Reply ask(HttpFetcher.Request request, int most) throws IOException {
        try {
            return fetcher.exchange(places.reach(source), request, most);
        } catch (NotReachable refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    @Override
    public Page bucket(String store, String prefix, @Nullable String after) throws IOException {
        try (ForeignBucket bucket = places.bucket(source, store)) {
            ForeignBucket.Page page = bucket.list(prefix, after);
            return new Page(
                    page.entries().stream()
                            .map(entry -> new Found(entry.key(), entry.size(), entry.etag(), entry.changedAt()))
                            .toList(),
                    page.next());
        } catch (Place.Unfit | ObjectStoreException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public List<Found> directory(int most) throws IOException {
        Path directory;
        try {
            directory = places.directory(source);
        } catch (Place.Unfit unfit) {
            throw new IOException(unfit.getMessage(), unfit);
        }
        List<Found> found = new ArrayList<>();
        // Without FOLLOW_LINKS a link is neither a file nor a directory.
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    String name = directory.relativize(file).toString().replace('\\', '/');
                    found.add(new Found(
                            name,
                            attributes.size(),
                            DiskPlace.version(attributes),
                            attributes.lastModifiedTime().toInstant()));
                }
                return found.size() < most ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                // Somebody else works there.
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    @Override
    public byte[] read(String path, int most) throws IOException {
        try (Place place = places.open(source, new Location.OnDisk(path));
                InputStream bytes = place.open(place.look(), 0)) {
            byte[] read = bytes.readNBytes(most + 1);
            if (read.length > most) {
                throw new IOException("a file is larger than " + most + " bytes");
            }
            return read;
        } catch (Place.Unfit unfit) {
            throw new IOException(unfit.getMessage(), unfit);
        }
    }
}
