package dev.tenure.ingest.handover.work;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** In the source's directory. Links are not followed. */
final class DiskPlace implements Place {

    private final Path file;

    DiskPlace(Path file) {
        this.file = file;
    }

    @Override
    public Facts look() throws IOException {
        try {
            BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile()) {
                throw new IOException("there is no regular file of this name in the source's directory");
            }
            return new Facts(found.size(), version(found), null);
        } catch (NoSuchFileException absent) {
            throw new IOException("there is no such file in the source's directory", absent);
        }
    }

    static String version(BasicFileAttributes file) {
        return file.size() + "-" + file.lastModifiedTime().toMillis();
    }

    @Override
    public InputStream open(Facts facts, long from) throws IOException {
        if (!look().equals(facts)) {
            throw new IOException("the file was changed");
        }
        SeekableByteChannel channel =
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return Channels.newInputStream(channel.position(from));
    }

    @Override
    public boolean delete(Facts facts) throws IOException {
        return !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || (look().equals(facts) && Files.deleteIfExists(file));
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
