package dev.tenure.retention.paper;

/** XHTML out of text that may hold anything: whatever is not a tag of ours is escaped, and what XML cannot hold is shown as a question mark. */
final class Markup {

    private final StringBuilder out = new StringBuilder();

    /** Adds markup of our own; never text from elsewhere. */
    Markup raw(String markup) {
        out.append(markup);
        return this;
    }

    Markup text(String text) {
        text.codePoints().forEach(point -> {
            switch (point) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(legal(point) ? point : '?');
            }
        });
        return this;
    }

    /** A text in a tag, for instance {@code p} or {@code td class="mono"}. */
    Markup element(String tag, String text) {
        int end = tag.indexOf(' ');
        return raw("<" + tag + ">").text(text).raw("</" + (end < 0 ? tag : tag.substring(0, end)) + ">");
    }

    /** A name and what it is, as a row of a table. */
    Markup row(String name, String value) {
        return raw("<tr>").element("th", name).element("td", value).raw("</tr>");
    }

    /** The same for what machines read, in letters of one width. */
    Markup code(String name, String value) {
        return raw("<tr>")
                .element("th", name)
                .element("td class=\"mono\"", breakable(value))
                .raw("</tr>");
    }

    /** A long name may be broken anywhere: a space of no width, which is not copied as a space. */
    private static String breakable(String value) {
        StringBuilder broken = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            broken.append(value.charAt(i));
            if (i % 16 == 15) {
                broken.append('\u200b');
            }
        }
        return broken.toString();
    }

    private static boolean legal(int point) {
        return point == '\n'
                || point == '\t'
                || (point >= 0x20 && point < 0xd800)
                || (point > 0xdfff && point < 0xfffe);
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
