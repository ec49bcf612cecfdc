package dev.tenure.retention.paper;

import java.time.Instant;
import java.util.List;

/** How all pages look, and what stands at the top and the foot of each. */
final class Style {

    private static final String CSS = """
            @page { size: A4; margin: 11mm 18mm 14mm 18mm;
                    @bottom-left { content: element(foot); }
                    @bottom-right { content: counter(page) " / " counter(pages); font-family: Text; font-size: 7pt; color: #7a8794; } }
            body { font-family: Text; font-size: 7.8pt; line-height: 1.32; color: #1d2731; }
            .foot { position: running(foot); font-size: 7pt; color: #7a8794; }
            .band { height: 2.2mm; background-color: #12594f; margin-bottom: 4mm; }
            .brand { font-size: 7.5pt; letter-spacing: 1.6pt; color: #12594f; font-weight: bold; }
            h1 { font-size: 20pt; font-weight: bold; margin: 1mm 0 1mm 0; color: #10222c; line-height: 1.15; }
            .lead { font-size: 9.2pt; color: #36454f; margin: 0 0 3.5mm 0; }
            h2 { font-size: 8pt; letter-spacing: 0.9pt; color: #12594f; font-weight: bold; margin: 3.1mm 0 0.7mm 0;
                 border-bottom: 0.4pt solid #c9d4d2; padding-bottom: 0.8mm; page-break-after: avoid; }
            table { width: 100%; border-collapse: collapse; -fs-table-paginate: paginate; }
            th { text-align: left; font-weight: normal; color: #5d6b76; width: 36mm; padding: 0.3mm 3mm 0.3mm 0; vertical-align: top; }
            td { padding: 0.3mm 0; vertical-align: top; }
            .mono { font-family: Mono; font-size: 7.2pt; }
            .moments { margin: 1mm 0 2mm 0; }
            .moments td { width: 33.3%; background-color: #eef4f2; border-left: 1.2mm solid #12594f; padding: 2mm 2.5mm 2mm 3mm; }
            .moments td.gap { width: 2mm; background-color: #ffffff; border: none; padding: 0; }
            .moments .what { font-size: 7.2pt; color: #12594f; font-weight: bold; }
            .moments .when { font-size: 8.4pt; font-weight: bold; color: #10222c; }
            .moments .utc { font-size: 7.2pt; color: #5d6b76; }
            table.grid th { border-bottom: 0.4pt solid #c9d4d2; font-weight: bold; width: auto; color: #36454f; font-size: 7.4pt; }
            table.grid td { border-bottom: 0.2pt solid #e3e9e8; padding-right: 3mm; }
            table.grid tr { page-break-inside: avoid; }
            .num { text-align: right; }
            .warn { border-left: 1.2mm solid #b7791f; background-color: #fbf4e6; padding: 1.6mm 3mm; margin: 1.5mm 0; }
            .note { color: #36454f; margin: 0.8mm 0; }
            """;

    private Style() {}

    static Markup page(String title, String lead, String foot) {
        return new Markup()
                .raw("<!DOCTYPE html><html lang=\"en\"><head><title>")
                .text(title)
                .raw("</title><style>" + CSS + "</style></head><body>")
                .element("div class=\"foot\"", foot)
                .raw("<div class=\"band\"></div>")
                .element("div class=\"brand\"", "TENURE")
                .element("h1", title)
                .element("p class=\"lead\"", lead);
    }

    /** What happened when, side by side; each with words, and the instant in both zones. */
    static void moments(Markup page, Times times, List<Moment> moments) {
        page.raw("<table class=\"moments\"><tr>");
        for (int i = 0; i < moments.size(); i++) {
            Moment moment = moments.get(i);
            page.raw(i == 0 ? "" : "<td class=\"gap\"></td>")
                    .raw("<td>")
                    .element("div class=\"what\"", moment.what())
                    .element("div class=\"when\"", times.local(moment.at()))
                    .element("div class=\"utc\"", times.utc(moment.at()))
                    .raw("</td>");
        }
        page.raw("</tr></table>");
    }

    /** Something that happened. */
    record Moment(String what, Instant at) {}

    static String end(Markup page) {
        return page.raw("</body></html>").toString();
    }

    /** Bytes as people say them. */
    static String bytes(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : "%.1f %s".formatted(value, units[unit]);
    }
}
