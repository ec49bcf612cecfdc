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
     * A small file of the directory.
     *
     * @throws IOException when it is not there, or larger than this
     */
    byte[] read(String path, int most) throws IOException;

    /**
     * A file that is there.
     *
     * @param name its key, or its path relative to the directory, with slashes
     * @param version another when its content is
     */
    record Found(String name, long size, String version, Instant changedAt) {}

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
