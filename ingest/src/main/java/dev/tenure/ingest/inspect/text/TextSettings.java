package dev.tenure.ingest.inspect.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of taking text out of documents.
 *
 * @param scratch where children put aside what they cannot keep in memory; plaintext of documents, for the owner only, gone with each child
 * @param heap of the child. Too small fails on honest slides, too large lets one document take the machine's memory
 * @param wall for one document, the child's start included. Too short fails on a busy machine, too long lets a hang keep the others waiting
 * @param maxSource the largest document that is tried
 * @param maxText characters that are kept of one document
 */
@ConfigurationProperties("tenure.ingest.text")
public record TextSettings(
        @Nullable Path scratch,
        @DefaultValue("256MB") DataSize heap,
        @DefaultValue("60s") Duration wall,
        @DefaultValue("64MB") DataSize maxSource,
        @DefaultValue("2000000") int maxText) {

    public TextSettings {
        scratch = scratch == null ? Path.of(System.getProperty("java.io.tmpdir"), "tenure-text") : scratch;
        if (heap.toMegabytes() < 32 || !wall.isPositive() || maxSource.toBytes() < 1) {
            throw new IllegalArgumentException("tenure.ingest.text: heap from 32MB, wall and max-source above zero");
        }
        if (maxText < 1 || maxText > 100_000_000) {
            throw new IllegalArgumentException("tenure.ingest.text.max-text must be 1 to 100000000");
        }
    }

    Path place() {
        return Objects.requireNonNull(scratch);
    }
}
