package dev.tenure.retention.paper;

import dev.tenure.catalog.trail.TrailLeaf;
import dev.tenure.retention.DestructionCertificate;
import dev.tenure.retention.DestructionCertificate.DestroyedObject;
import dev.tenure.retention.DestructionCertificate.Evidence;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.paper.Style.Moment;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A certificate of destruction on one page. */
final class CertificatePage {

    private final DestructionCertificate certificate;
    private final String keyId;
    private final Times times;

    CertificatePage(DestructionCertificate certificate, String keyId, Times times) {
        this.certificate = certificate;
        this.keyId = keyId;
        this.times = times;
    }

    String title() {
        return "Certificate of destruction";
    }

    String xhtml() {
        var item = certificate.item();
        String kind = item.kind().toLowerCase(Locale.ROOT);
        Markup page = Style.page(
                title(),
                "This " + kind
                        + " exists no more. Its key is destroyed, every version is deleted, two listings found nothing.",
                "Certificate " + certificate.id());
        Style.moments(
                page,
                times,
                List.of(
                        new Moment("UNREADABLE SINCE", certificate.execution().committedAt()),
                        new Moment(
                                "FIRST FOUND ABSENT",
                                certificate.verification().listings().getFirst().at()),
                        new Moment(
                                "PROVEN GONE",
                                certificate.verification().listings().getLast().at())));
        page.element("h2", "WHAT IT WAS").raw("<table>");
        page.code("Item", item.id() + " · " + kind);
        if (item.meeting() != null) {
            page.code("Meeting", item.meeting());
        }
        page.code("Account", "SHA-256 " + item.accountHash());
        page.raw("</table>");
        deleted(page);
        why(page);
        how(page);
        left(page);
        check(page);
        return Style.end(page);
    }

    private void deleted(Markup page) {
        page.element("h2", "WHAT WAS DELETED");
        page.raw("<table class=\"grid\"><tr><th>Role</th><th class=\"num\">Objects</th><th class=\"num\">Versions</th>"
                + "<th class=\"num\">Bytes in the bucket</th></tr>");
        Map<String, List<DestroyedObject>> byRole = certificate.objects().stream()
                .collect(Collectors.groupingBy(DestroyedObject::role, TreeMap::new, Collectors.toList()));
        byRole.forEach((role, objects) -> line(page, role.toLowerCase(Locale.ROOT), objects));
        if (byRole.size() != 1) {
            line(page, "together", certificate.objects());
        }
        page.raw("</table>");
        page.element(
                "p class=\"note\"",
                "Bucket " + buckets()
                        + ". Each object, its versions and the hash of its content are named in the attached document.");
    }

    private String buckets() {
        String names = certificate.objects().stream()
                .map(DestroyedObject::bucket)
                .distinct()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "held nothing of it" : names;
    }

    private static void line(Markup page, String role, List<DestroyedObject> objects) {
        long versions =
                objects.stream().mapToLong(object -> object.versions().size()).sum();
        long bytes = objects.stream().mapToLong(DestroyedObject::size).sum();
        page.raw("<tr>")
                .element("td", role)
                .element("td class=\"num\"", Integer.toString(objects.size()))
                .element("td class=\"num\"", Long.toString(versions))
                .element("td class=\"num\"", Style.bytes(bytes))
                .raw("</tr>");
    }

    private void why(Markup page) {
        var authority = certificate.authority();
        page.element("h2", "WHY").raw("<table>");
        page.row("Due", horizon(authority.destroyAt()));
        page.row(
                "Kept at least until",
                authority.floor() == null ? "no rule demanded keeping it" : horizon(authority.floor()));
        page.row(
                "Rules considered",
                authority.ruleClasses().stream().map(Enum::name).collect(Collectors.joining(", ")));
        page.code("Rule set", authority.ruleSet());
        page.code("Explanation", "SHA-256 " + authority.explanationDigest());
        page.row(
                "Decided",
                times.both(authority.decidedAt()) + ", by the "
                        + certificate.execution().clock());
        page.raw("</table>");
    }

    private String horizon(Horizon horizon) {
        return horizon instanceof Horizon.At(var at) ? times.both(at) : horizon.toString();
    }

    private void how(Markup page) {
        var execution = certificate.execution();
        page.element("h2", "HOW").raw("<table>");
        page.row("Method", execution.method().words());
        if (execution.key() != null) {
            page.code("Key", execution.key().keyId() + " · " + execution.key().receipt());
        }
        Evidence evidence = certificate.evidence();
        page.row(
                "By",
                (evidence == null ? "" : "destroyed by " + evidence.executor() + ", ") + "verified by "
                        + certificate.verification().verifier() + ", " + execution.tool());
        if (evidence != null) {
            page.row("Absence", evidence.method());
            if (evidence.run() != null) {
                page.code("Run", evidence.run().toString());
            }
        }
        page.raw("</table>");
    }

    private void left(Markup page) {
        page.element("h2", "WHAT IT DOES NOT COVER");
        Evidence evidence = certificate.evidence();
        if (evidence != null) {
            page.raw("<table>");
            page.row(
                    "Downloads before",
                    evidence.copies().downloads() == 0
                            ? "none was noted"
                            : evidence.copies().downloads() + " noted, once an hour for each reader");
            page.row(
                    "Backups",
                    evidence.copies().backupsUntil() == null
                            ? "how long backups of the database are kept is not known here"
                            : "none holds the wrapped key after "
                                    + times.both(evidence.copies().backupsUntil()));
            page.raw("</table>");
        }
        page.element("p class=\"note\"", certificate.residual());
        certificate.exceptions().forEach(exception -> page.element("div class=\"warn\"", exception));
    }

    private void check(Markup page) {
        page.element("h2", "HOW TO CHECK THIS").raw("<table>");
        page.row(
                "The truth",
                "is the signed document attached to this file (certificate.json). Save it, and run: tenure verify certificate.json --key KEY");
        page.code("Signing key", keyId);
        Evidence evidence = certificate.evidence();
        TrailLeaf leaf = evidence == null ? null : evidence.trail();
        if (leaf != null) {
            page.code("Leaf of the trail", leaf.index() + " · " + leaf.leaf());
            page.row(
                    "Its proof",
                    leaf.path().size() + " hashes lead to the signed head of "
                            + leaf.head().head().size()
                            + " entries of " + times.both(leaf.head().head().at())
                            + (leaf.token() == null ? "" : ", which a timestamp authority confirmed"));
        }
        page.raw("</table>");
    }
}
