package dev.tenure.ingest.inspect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What in a document could run where somebody opens it. Seen by signs, not by reading it: what is not seen may be there all the same. */
final class ActiveContent {

    private static final Map<String, String> BY_TYPE = Map.of(
            "text/html", "a web page",
            "application/xhtml+xml", "a web page",
            "image/svg+xml", "a picture that may hold scripts",
            "multipart/related", "a saved web page",
            "message/rfc822", "a saved web page or message",
            "application/xml", "a document that may name a style sheet or a script",
            "application/javascript", "a script",
            "text/javascript", "a script");

    private static final List<String> IN_PDF =
            List.of("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/XFA", "/RichMedia");

    private ActiveContent() {}

    private static boolean isOldOffice(String mediaType) {
        return mediaType.equals("application/msword")
                || mediaType.startsWith("application/vnd.ms-")
                || mediaType.startsWith("application/x-tika-msoffice");
    }

    /** Whether more of the content than its head is worth looking at. */
    static boolean shows(String mediaType) {
        return mediaType.equals("application/pdf") || isOldOffice(mediaType);
    }

    /**
     * Looks for it.
     *
     * @param start the first bytes, as many as one wants to look at
     */
    static Optional<String> in(String mediaType, byte[] start) {
        String known = BY_TYPE.get(mediaType);
        if (known != null) {
            return Optional.of(known);
        }
        if (mediaType.contains("macroenabled")) {
            return Optional.of("an Office document with macros");
        }
        if (mediaType.equals("application/pdf")) {
            String text = new String(start, StandardCharsets.ISO_8859_1);
            return IN_PDF.stream().filter(text::contains).findFirst().map(sign -> "a PDF with " + sign.substring(1));
        }
        if (isOldOffice(mediaType)) {
            String text = new String(start, StandardCharsets.ISO_8859_1);
            return text.contains("_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0")
                    ? Optional.of("an Office document with macros")
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
