package dev.tenure.ingest.handover;

import dev.tenure.catalog.reach.HttpFetcher;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an adapter may use to look for recordings: its own source's server, buckets and directory, and nothing else. */
public interface Asking {

    /**
     * Asks one of the hosts that the adapter allows its source.
     *
     * @param most bytes of the answer; more of it is a failure
     * @throws IOException when it may not be reached, or does not answer
     */
    HttpFetcher.Reply ask(HttpFetcher.Request request, int most) throws IOException;

    /**
     * One page of a bucket's current objects in order of key.
     *
     * @param store the name of the bucket's settings
     * @param after where the page before left off
     * @throws IOException when the bucket cannot be listed now
     */
    Page bucket(String store, String prefix, @Nullable String after) throws IOException;

    /**
     * All files below the source's directory, at most so many; links are not followed.
     *
     * @throws IOException when there is no such directory, or it cannot be read
     */
    List<Found> directory(int most) throws IOException;

    /**
     * What directories lie directly below this one, in order of name, at most so many; none when it is not there. Links are not followed, also on the
     * way.
     *
     * @param below relative to the source's directory; empty means that one
     * @throws IOException when the source has no directory, or it cannot be read
     */
    List<String> directories(String below, int most) throws IOException;

    /**
     * All files anywhere below this directory of the source's, as {@link #directory} has them; none when it is not there.
     *
     * @throws IOException when the source has no directory, or it cannot be read
     */
    List<Found> files(String below, int most) throws IOException;

    /**
     * What lies in a tar archive of the directory. Nothing of it is written anywhere; of its contents nothing is read.
     *
     * @param most members; an archive of more is refused
     * @throws IOException when it is not there, or cannot be read now
     */
    Archive archive(String path, int most) throws IOException;

    /**
     * A small file.
     *
     * @throws IOException when it is not there, or larger than this
     */
    byte[] read(Location location, int most) throws IOException;

    /** A small file of the directory. */
    default byte[] read(String path, int most) throws IOException {
        return read(new Location.OnDisk(path), most);
    }

    /**
     * A file that is there.
     *
     * @param name its key, or its path relative to the directory, with slashes
     * @param version another when its content is
     */
    record Found(String name, long size, String version, Instant changedAt) {}

    /** What an archive turned out to be. */
    sealed interface Archive {

        /**
         * It is whole, and all its names stay below where it would be unpacked.
         *
         * @param version another when its content is
         */
        record Whole(String version, List<Member> members) implements Archive {

            public Whole {
                members = List.copyOf(members);
            }
        }

        /**
         * Nothing of it is taken, because no honest sender makes one like it, or because it is cut off.
         *
         * @param version another when its content is
         * @param why in words
         */
        record Refused(String version, String why) implements Archive {}
    }

    /**
     * A file in an archive.
     *
     * @param offset of its first byte, in the archive
     */
    record Member(String name, long size, long offset, Instant changedAt) {}

    /**
     * Some of them.
     *
     * @param next where the next page goes on; absent on the last one
     */
    record Page(List<Found> files, @Nullable String next) {

        public Page {
            files = List.copyOf(files);
        }
    }
}
