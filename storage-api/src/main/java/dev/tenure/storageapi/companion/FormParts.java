package dev.tenure.storageapi.companion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a {@code multipart/form-data} body (RFC 7578) that has arrived whole. Of the body's own size, which is bounded, and never on disk.
 */
final class FormParts {

    /** More files than anybody hands over at once; each becomes an item. */
    private static final int MAX_PARTS = 50;

    private static final int MAX_HEADERS = 8 << 10;
    private static final Pattern BOUNDARY = Pattern.compile(
            "(?i)multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"\\r\\n]{1,70})\"|([^\\s;\",]{1,70}))\\s*(?:;.*)?");
    private static final Pattern PARAMETER = Pattern.compile(";\\s*(name|filename)=\"((?:[^\"\\\\\\r\\n]|\\\\.)*)\"");

    private final byte[] body;
    private final byte[] delimiter;

    private FormParts(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * A part.
     *
     * @param name of the field
     * @param fileName as the client calls it; empty when it does not
     */
    record Part(String name, String fileName, @Nullable String type, ByteBuffer content) {}

    /** Reads the body; an {@link IllegalArgumentException} names what cannot be read. */
    static List<Part> read(@Nullable String contentType, byte[] body) {
        Matcher form = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!form.matches()) {
            throw new IllegalArgumentException("the body must be multipart/form-data with a boundary");
        }
        return new FormParts(body, form.group(1) == null ? form.group(2) : form.group(1)).read();
    }

    private List<Part> read() {
        List<Part> parts = new ArrayList<>();
        // The first delimiter may stand without the line before it.
        int at = starts(2, 0) ? delimiter.length - 2 : find(0) + delimiter.length;
        while (!isText("--", at)) {
            if (parts.size() == MAX_PARTS) {
                throw new IllegalArgumentException("more than " + MAX_PARTS + " parts in one request");
            }
            int headers = after("\r\n", at);
            int content = headersEnd(headers);
            int end = find(content - 2);
            parts.add(part(headers, content, Math.max(content, end)));
            at = end + delimiter.length;
        }
        return parts;
    }

    private Part part(int headers, int content, int end) {
        String name = "";
        String fileName = "";
        String type = null;
        String text = new String(body, headers, content - headers, StandardCharsets.UTF_8);
        for (String line : text.split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                Matcher parameter = PARAMETER.matcher(line);
                while (parameter.find()) {
                    String value =
                            parameter.group(2).replaceAll("\\\\(.)", "$1").replace("%22", "\"");
                    if (parameter.group(1).equals("name")) {
                        name = value;
                    } else {
                        fileName = value;
                    }
                }
            } else if (lower.startsWith("content-type:")) {
                type = line.substring(13).strip();
            }
        }
        return new Part(
                name,
                fileName,
                type,
                ByteBuffer.wrap(body, content, end - content).slice());
    }

    private int headersEnd(int from) {
        for (int at = from; at + 2 <= body.length && at - from < MAX_HEADERS; at++) {
            if (isText("\r\n", at) && (at == from || isText("\r\n", at + 2))) {
                return at == from ? at + 2 : at + 4;
            }
        }
        throw new IllegalArgumentException("a part's headers have no end");
    }

    private int after(String text, int at) {
        int padded = at;
        while (isText(" ", padded) || isText("\t", padded)) {
            padded++;
        }
        if (!isText(text, padded)) {
            throw new IllegalArgumentException("something follows a boundary");
        }
        return padded + text.length();
    }

    private boolean isText(String text, int at) {
        for (int i = 0; i < text.length(); i++) {
            if (at + i >= body.length || body[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the next delimiter begins. */
    private int find(int from) {
        for (int at = from; at <= body.length - delimiter.length; at++) {
            if (starts(0, at)) {
                return at;
            }
        }
        throw new IllegalArgumentException("the body ends before its last boundary");
    }

    /** Whether the delimiter stands here, without its first bytes. */
    private boolean starts(int without, int at) {
        for (int i = without; i < delimiter.length; i++) {
            int place = at + i - without;
            if (place >= body.length || body[place] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }
}
