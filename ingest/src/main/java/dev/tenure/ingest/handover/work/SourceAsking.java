package dev.tenure.ingest.handover.work;

import dev.tenure.catalog.reach.HttpFetcher;
import dev.tenure.catalog.reach.NotReachable;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Location;
import dev.tenure.ingest.handover.tar.TarMembers;
import dev.tenure.objectstore.ForeignBucket;
import dev.tenure.objectstore.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        return files("", most);
    }

    @Override
    public List<String> directories(String below, int most) throws IOException {
        Optional<Path> directory = at(below);
        if (directory.isEmpty()) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                directory.get(), entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
            for (Path entry : entries) {
                found.add(entry.getFileName().toString());
                if (found.size() == most) {
                    break;
                }
            }
        } catch (DirectoryIteratorException failure) {
            throw failure.getCause();
        }
        Collections.sort(found);
        return found;
    }

    private Optional<Path> at(String below) throws IOException {
        try {
            return places.directory(source, below);
        } catch (Place.Unfit unfit) {
            throw new IOException(unfit.getMessage(), unfit);
        }
    }

    @Override
    public List<Found> files(String below, int most) throws IOException {
        Path directory = at("").orElseThrow(() -> new IOException("the source's directory is not there"));
        Optional<Path> start = at(below);
        List<Found> found = new ArrayList<>();
        if (start.isEmpty()) {
            return found;
        }
        // Without FOLLOW_LINKS a link is neither a file nor a directory.
        Files.walkFileTree(start.get(), new SimpleFileVisitor<>() {
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
    public Archive archive(String path, int most) throws IOException {
        Path file;
        try {
            file = places.file(source, path);
        } catch (Place.Unfit unfit) {
            throw new IOException(unfit.getMessage(), unfit);
        }
        try (SeekableByteChannel bytes =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            return TarMembers.of(bytes, new DiskPlace(file).look().version(), most);
        }
    }

    @Override
    public byte[] read(Location location, int most) throws IOException {
        try (Place place = places.open(source, location);
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
