package dev.tenure.retention.paper;

import dev.tenure.retention.RunReport;
import dev.tenure.retention.paper.Style.Moment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The report of a run: its counts on the first page, its items on those behind. */
final class ReportPage {

    /** Items named on pages; many more stand in the attached document. */
    private static final int NAMED = 500;

    private final RunReport report;
    private final String keyId;
    private final Times times;

    ReportPage(RunReport report, String keyId, Times times) {
        this.report = report;
        this.keyId = keyId;
        this.times = times;
    }

    String title() {
        return "Report of a destruction run";
    }

    String xhtml() {
        Markup page = Style.page(title(), lead(), "Run " + report.run());
        Style.moments(
                page,
                times,
                List.of(
                        new Moment("BEGUN", report.startedAt()),
                        new Moment("ALL UNREADABLE", report.sweptAt()),
                        new Moment("REPORTED", report.endedAt())));
        if (report.cause() != null) {
            page.element("div class=\"warn\"", "It was aborted: " + report.cause());
        }
        planned(page);
        page.element("h2", "WHAT BECAME OF IT").raw("<table>");
        page.row("Proven gone", report.proven() + ", each with a certificate");
        page.row("Staying, or not proven", Long.toString(report.deferrals()));
        causes().forEach((cause, count) -> page.row("   " + cause, count + " of those named here"));
        page.raw("</table>");
        page.element("h2", "HOW TO CHECK THIS").raw("<table>");
        page.row(
                "The truth",
                "is the signed document attached to this file (report.json). Save it, and run: tenure verify report.json --key KEY");
        page.code("Certificates", "SHA-256 " + report.certificatesDigest());
        page.code("Signing key", keyId);
        page.code("Account", "SHA-256 " + report.accountHash());
        page.raw("</table>");
        deferred(page);
        destroyed(page);
        return Style.end(page);
    }

    private String lead() {
        return switch (report.state()) {
            case "COMPLETED" -> "Everything that was due is destroyed and proven gone.";
            case "ABORTED" -> "The run was ended before its time. What it destroyed until then is proven gone.";
            default -> "What was due is destroyed and proven gone, but for what is named here with its cause.";
        };
    }

    private void planned(Markup page) {
        var planned = report.planned();
        page.element("h2", "WHAT WAS PLANNED").raw("<table>");
        page.row("Counted", times.both(planned.at()));
        page.row("Due", planned.items() + " items, " + Style.bytes(planned.bytes()));
        page.row("Kept by something", planned.kept() + " items");
        page.raw("</table>");
        if (!planned.classes().isEmpty()) {
            page.raw("<table class=\"grid\"><tr><th>Retention class</th><th>Ended at or before</th>"
                    + "<th class=\"num\">Items</th><th class=\"num\">Bytes</th></tr>");
            planned.classes().stream()
                    .limit(NAMED)
                    .forEach(one -> page.raw("<tr>")
                            .element("td class=\"mono\"", shortened(one.retentionClass()))
                            .element("td", one.anchoredUpTo())
                            .element("td class=\"num\"", Long.toString(one.items()))
                            .element("td class=\"num\"", Style.bytes(one.bytes()))
                            .raw("</tr>"));
            page.raw("</table>");
        }
    }

    private static String shortened(String text) {
        return text.length() > 24 ? text.substring(0, 24) + "…" : text;
    }

    private Map<String, Long> causes() {
        return report.deferred().stream()
                .collect(Collectors.groupingBy(RunReport.Deferred::cause, TreeMap::new, Collectors.counting()));
    }

    private void deferred(Markup page) {
        if (report.deferred().isEmpty()) {
            return;
        }
        page.element("h2", "WHAT STAYS, AND WHY");
        page.raw("<table class=\"grid\"><tr><th>Item</th><th>Cause</th><th>In words</th></tr>");
        report.deferred().stream()
                .limit(NAMED)
                .forEach(item -> page.raw("<tr>")
                        .element("td class=\"mono\"", item.item().toString())
                        .element("td", item.cause() + (item.unreadable() ? ", unreadable" : ""))
                        .element("td", item.words())
                        .raw("</tr>"));
        page.raw("</table>");
        more(page, report.deferrals());
    }

    private void destroyed(Markup page) {
        if (report.destroyed().isEmpty()) {
            return;
        }
        page.element("h2", "WHAT IS PROVEN GONE");
        page.raw("<table class=\"grid\"><tr><th>Item</th><th>Unreadable since</th><th>Certificate</th></tr>");
        report.destroyed().stream()
                .limit(NAMED)
                .forEach(item -> page.raw("<tr>")
                        .element("td class=\"mono\"", item.item().toString())
                        .element("td", times.utc(item.unreadableSince()))
                        .element("td class=\"mono\"", item.certificate().toString())
                        .raw("</tr>"));
        page.raw("</table>");
        more(page, report.proven());
    }

    private static void more(Markup page, long all) {
        if (all > NAMED) {
            page.element(
                    "p class=\"note\"", "The first " + NAMED + " of " + all + "; the attached document names more.");
        }
    }
}
