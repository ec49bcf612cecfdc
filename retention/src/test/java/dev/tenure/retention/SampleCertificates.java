package dev.tenure.retention;

import dev.tenure.catalog.trail.SampleTrail;
import dev.tenure.catalog.trail.TrailLeaf;
import dev.tenure.retention.DestructionCertificate.Authority;
import dev.tenure.retention.DestructionCertificate.Copies;
import dev.tenure.retention.DestructionCertificate.DestroyedItem;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import dev.tenure.retention.DestructionCertificate.Evidence;
import dev.tenure.retention.DestructionCertificate.Execution;
import dev.tenure.retention.DestructionCertificate.KeyDestruction;
import dev.tenure.retention.DestructionCertificate.Listing;
import dev.tenure.retention.DestructionCertificate.Method;
import dev.tenure.retention.DestructionCertificate.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Certificates and reports as they are issued. */
public final class SampleCertificates {

    public static final Instant COMMITTED = Instant.parse("2026-04-28T02:00:01.25Z");
    private static final String HASH = "0123456789abcdef".repeat(4);

    private SampleCertificates() {}

    public static DestructionCertificate ofTheFirstSchema() {
        return certificate(id(2).toString(), null);
    }

    public static DestructionCertificate withEvidence() {
        return ofMeeting(id(2).toString());
    }

    public static DestructionCertificate ofMeeting(String meeting) {
        return certificate(
                meeting,
                new Evidence(
                        id(9),
                        "system:sweep",
                        "Two full listings of every version, delete marker and unfinished upload under the item's prefix, apart by the"
                                + " configured delay.",
                        leaf(),
                        new Copies(2, COMMITTED.plusSeconds(30L * 86_400))));
    }

    private static DestructionCertificate certificate(String meeting, @Nullable Evidence evidence) {
        return new DestructionCertificate(
                id(1),
                new DestroyedItem(id(3), HASH, meeting, "RECORDING"),
                List.of(
                        object("SOURCE", 812_345_678, 2),
                        object("RENDITION", 231_456_789, 1),
                        object("AUDIO", 12_345_678, 1),
                        object("POSTER", 34_567, 1),
                        object("PLAYLIST", 2_345, 1),
                        object("STORYBOARD", 345_678, 1),
                        object("MANIFEST", 1_234, 1)),
                new Authority(
                        Set.of(RuleClass.HOST, RuleClass.ACCOUNT_MIN),
                        id(4) + " revision 4",
                        HASH,
                        COMMITTED,
                        Horizon.at(Instant.parse("2026-04-27T22:00:00Z")),
                        Horizon.at(Instant.parse("2026-04-27T22:00:00Z")),
                        Horizon.at(Instant.parse("2026-04-10T22:00:00Z"))),
                new Execution(
                        COMMITTED.minusMillis(250),
                        COMMITTED,
                        "clock of the catalog's PostgreSQL",
                        Method.CRYPTO_ERASE,
                        new KeyDestruction(
                                id(5).toString(),
                                "wrapped key " + HASH + " deleted in the deciding transaction",
                                COMMITTED),
                        "tenure 0.1.0"),
                new Verification(
                        List.of(
                                new Listing(COMMITTED.plusSeconds(5), 0, 0, 0),
                                new Listing(COMMITTED.plusSeconds(905), 0, 0, 0)),
                        COMMITTED.plusSeconds(905),
                        "system:verifier"),
                "Copies outside this system are not covered: downloads, and backups of the bucket, which hold only sealed bytes whose key is"
                        + " destroyed. Work files that a broken-down worker left on its own disk are removed when it works again. A backup of"
                        + " the database taken before the commit still holds the wrapped key until it expires.",
                List.of(),
                evidence);
    }

    private static DestroyedObject object(String role, long size, int versions) {
        return new DestroyedObject(
                "tenure",
                HASH,
                IntStream.range(0, versions).mapToObj(i -> "v" + i).toList(),
                size,
                HASH,
                role);
    }

    private static TrailLeaf leaf() {
        return SampleTrail.leaf();
    }

    /** A report of so many items. */
    public static RunReport aReport(int items) {
        List<RunReport.Destroyed> destroyed = IntStream.range(0, items)
                .mapToObj(i -> new RunReport.Destroyed(id(100 + i), COMMITTED, id(1000 + i), HASH))
                .toList();
        return new RunReport(
                id(9),
                HASH,
                "COMPLETED_WITH_DEFERRALS",
                null,
                new RunReport.Planned(
                        COMMITTED.minusSeconds(20),
                        items,
                        98_765_432_100L,
                        2,
                        List.of(new RunReport.OfClass(HASH, "2026-03-28T22:30:00Z", items, 98_765_432_100L))),
                COMMITTED.minusSeconds(10),
                COMMITTED,
                COMMITTED.plusSeconds(930),
                items,
                CertificatesDigest.of(destroyed).hex(),
                destroyed,
                2,
                List.of(
                        new RunReport.Deferred(id(50), false, "HELD", "a legal hold keeps it"),
                        new RunReport.Deferred(
                                id(51),
                                false,
                                "COOL_OFF",
                                "the cool-off of a released hold keeps it until 2026-06-09T12:00:00Z")));
    }

    private static UUID id(long number) {
        return new UUID(0x0193_5f7a_1c00_7000L, 0x8000_0000_0000_0000L | number);
    }
}
