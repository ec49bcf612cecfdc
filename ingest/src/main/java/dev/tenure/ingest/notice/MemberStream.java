package dev.tenure.ingest.notice;

import dev.tenure.catalog.json.JsonValue;
import dev.tenure.catalog.json.JsonValue.JsonString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a JSON object member by member, as RFC 8785 has it: sorted by name. Of an array no more than one element is in memory. What fails on the way is
 * never ended, so that nobody takes it for whole.
 */
final class MemberStream {

    private final OutputStream out;
    private String last = "";

    MemberStream(OutputStream out) throws IOException {
        this.out = new BufferedOutputStream(out);
        text("{");
    }

    void member(String name, JsonValue value) throws IOException {
        name(name);
        text(value.canonical());
    }

    void member(String name, String value) throws IOException {
        member(name, new JsonString(value));
    }

    /** Begins an array; its elements follow, then its end. */
    Elements array(String name) throws IOException {
        name(name);
        text("[");
        return new Elements();
    }

    /** An array's elements. */
    final class Elements {

        private boolean first = true;

        void add(JsonValue element) throws IOException {
            text(first ? "" : ",");
            first = false;
            text(element.canonical());
        }

        void end() throws IOException {
            text("]");
        }
    }

    private void name(String name) throws IOException {
        if (name.compareTo(last) <= 0) {
            throw new IllegalStateException("the member '" + name + "' comes before '" + last + "'");
        }
        text(last.isEmpty() ? "" : ",");
        text(new JsonString(name).canonical());
        text(":");
        last = name;
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the object. What it was written to stays open. */
    void end() throws IOException {
        text("}");
        out.flush();
    }
}
