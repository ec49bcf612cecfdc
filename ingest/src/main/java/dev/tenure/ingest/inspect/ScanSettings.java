package dev.tenure.ingest.inspect;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The virus scanner, a clamd.
 *
 * @param host where it listens; empty for no scanner
 * @param streamMax its {@code StreamMaxLength} or less: clamd calls what lies behind its own limits clean, so more than this is never sent
 * @param timeout for the whole of one scan. Too short leaves much unscanned, too long keeps uploads from ending
 * @param signatureAge the oldest signatures that are believed
 * @param infected what becomes of an item in which something was found
 * @param notScanned what becomes of an item that was not scanned; with {@code QUARANTINE} nothing large goes on without a person
 */
@ConfigurationProperties("tenure.ingest.scan")
public record ScanSettings(
        @DefaultValue("") String host,
        @DefaultValue("3310") int port,
        @DefaultValue("25MB") DataSize streamMax,
        @DefaultValue("2m") Duration timeout,
        @DefaultValue("7d") Duration signatureAge,
        @DefaultValue("QUARANTINE") Consequence infected,
        @DefaultValue("ACCEPT") Consequence notScanned) {

    /** What becomes of an item. */
    public enum Consequence {
        ACCEPT,
        QUARANTINE
    }

    public ScanSettings {
        if (port < 1 || port > 65_535 || streamMax.toBytes() < 1 || streamMax.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("tenure.ingest.scan: port 1 to 65535, stream-max 1 byte to 2 GB");
        }
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(30)) > 0 || !signatureAge.isPositive()) {
            throw new IllegalArgumentException(
                    "tenure.ingest.scan: timeout up to 30m and signature-age must be above zero");
        }
    }
}
