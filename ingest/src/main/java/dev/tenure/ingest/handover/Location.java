package dev.tenure.ingest.handover;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/** Where a file lies. Kept sealed: an address can be a secret. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "at")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Location.InBucket.class, name = "bucket"),
    @JsonSubTypes.Type(value = Location.AtAddress.class, name = "address"),
    @JsonSubTypes.Type(value = Location.OnDisk.class, name = "disk"),
    @JsonSubTypes.Type(value = Location.InArchive.class, name = "archive")
})
public sealed interface Location {

    /**
     * In a bucket that the source's settings describe.
     *
     * @param store the name of those settings: {@link BucketSettings#MAIN}, or another that the adapter has
     * @param key as it is, not encoded
     */
    record InBucket(String store, String key) implements Location {}

    /**
     * Behind an address, which must be of the source's allow-list.
     *
     * @param token shown to it as a bearer; it came with the delivery and may have expired since
     * @param renewable whether the adapter can have another token when this one is not taken
     */
    record AtAddress(String url, @Nullable String token, boolean renewable) implements Location {

        /** Neither the token nor what the address may carry as one. */
        @Override
        public String toString() {
            int query = url.indexOf('?');
            return query < 0 ? url : url.substring(0, query);
        }
    }

    /**
     * In the source's directory.
     *
     * @param path relative to it
     */
    record OnDisk(String path) implements Location {}

    /**
     * In an uncompressed archive in the source's directory, where it lies in one piece.
     *
     * @param path of the archive, relative to the directory
     * @param version of the archive; another version is another archive
     * @param offset of the first byte, in the archive
     * @param size bytes
     */
    record InArchive(String path, String version, long offset, long size) implements Location {}
}
