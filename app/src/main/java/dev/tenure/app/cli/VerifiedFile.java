package dev.tenure.app.cli;

import dev.tenure.catalog.trail.LoggedEntry;
import dev.tenure.catalog.trail.SignedHead;
import dev.tenure.catalog.trail.TrailReport;
import dev.tenure.catalog.trail.TrailVerdict;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.OrphanCertificate;
import dev.tenure.retention.RunReport;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was found valid, for people. */
final class VerifiedFile {

    private VerifiedFile() {}

    static void certificate(PrintStream out, DestructionCertificate certificate, String keyId) {
        long versions = certificate.objects().stream()
                .mapToLong(object -> object.versions().size())
                .sum();
        out.println("VALID: item " + certificate.item().id() + " ("
                + certificate.item().kind() + ") was destroyed");
        out.println("  due         " + certificate.authority().destroyAt() + " by rule set "
                + certificate.authority().ruleSet());
        out.println("  unreadable  " + certificate.execution().committedAt() + "  "
                + certificate.execution().method().words());
        out.println("  deleted     " + versions + " versions of "
                + certificate.objects().size() + " objects");
        out.println("  absent      "
                + certificate.verification().listings().stream()
                        .map(listing -> listing.at().toString())
                        .reduce((one, other) -> one + " and " + other)
                        .orElse(""));
        DestructionCertificate.Evidence evidence = certificate.evidence();
        if (evidence != null && evidence.trail() != null) {
            out.println("  trail       leaf " + evidence.trail().index() + " of "
                    + evidence.trail().head().head().size() + ", head signed by "
                    + evidence.trail().head().keyId()
                    + (evidence.trail().token() == null ? "" : ", with a timestamp"));
        }
        out.println("  signed by   " + keyId);
    }

    static void orphans(PrintStream out, OrphanCertificate certificate, String keyId) {
        out.println("VALID: " + certificate.orphans().size() + " orphans, " + certificate.bytes()
                + " bytes, were destroyed in the bucket " + safe(certificate.bucket()));
        out.println("  folder      " + (certificate.folder() == null ? "none" : certificate.folder()));
        out.println("  first found "
                + certificate.orphans().stream()
                        .map(OrphanCertificate.Destroyed::firstFoundAt)
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
        out.println("  decided     " + certificate.decidedAt());
        out.println("  deleted     "
                + (certificate.deletedAt() == null
                        ? "before the first listing; the worker broke down"
                        : certificate.deletedAt()));
        out.println("  absent      " + certificate.first().beganAt() + " and "
                + certificate.second().beganAt());
        out.println("  signed by   " + keyId);
    }

    static void report(PrintStream out, RunReport report, String keyId) {
        out.println("VALID: run " + report.run() + " ended " + safe(report.state()));
        out.println("  planned     " + report.planned().items() + " items, "
                + report.planned().bytes() + " bytes, " + report.planned().at());
        out.println("  destroyed   " + report.proven() + " items, each with a certificate");
        out.println("  deferred    " + report.deferrals() + " items");
        report.deferred().stream()
                .collect(Collectors.groupingBy(RunReport.Deferred::cause, TreeMap::new, Collectors.counting()))
                .forEach((cause, count) -> out.println("              " + safe(cause) + ": " + count));
        out.println("  ended       " + report.endedAt());
        out.println("  signed by   " + keyId);
    }

    static void included(PrintStream out, TrailVerdict.Included included) {
        LoggedEntry entry = included.entry();
        out.println("VALID: entry " + entry.sequence() + " (" + safe(entry.action()) + ") is in the trail");
        out.println("  at          " + entry.at());
        out.println("  account     " + entry.account());
        out.println("  item        " + (entry.item() == null ? "none" : entry.item()));
        out.println("  detail      "
                + (included.detail() == null
                        ? "erased, or left out"
                        : safe(included.detail().body())));
        out.println("  leaf        " + included.index());
        head(out, included.head());
    }

    static void consistent(PrintStream out, TrailVerdict.Consistent consistent) {
        out.println(
                "VALID: the trail only grew, from " + consistent.from().head().size() + " to "
                        + consistent.to().head().size() + " entries");
        head(out, consistent.from());
        head(out, consistent.to());
    }

    static void signed(PrintStream out, TrailVerdict.Signed signed) {
        out.println("VALID: a head of the trail");
        head(out, signed.head());
    }

    static void whole(PrintStream out, TrailReport report) {
        out.println("WHOLE: " + report.leaves() + " entries are as they were signed");
        out.println("  heads       " + report.heads());
        out.println("  erased      " + report.erased() + " details");
        out.println("  waiting     " + report.pending() + " entries for the next head");
    }

    private static void head(PrintStream out, SignedHead head) {
        out.println("  head        " + head.head().size() + " entries, root "
                + head.head().root() + ", " + head.head().at());
        out.println("  signed by   " + head.keyId());
    }

    /** What a stranger put into a file cannot steer the terminal. */
    private static String safe(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
