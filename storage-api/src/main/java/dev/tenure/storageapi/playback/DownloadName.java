package dev.tenure.storageapi.playback;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.ContentDisposition;

/**
 * A name under which a browser may save what a stranger uploaded: nothing in it leaves the header, the directory or the line of reading, and what
 * it ends with says what the content is, not what somebody calls it (RFC 6266, RFC 8187).
 */
record DownloadName(String text) {

    /** Leaves room for an extension below the 255 bytes that file systems take. */
    private static final int MAX_BYTES = 180;

    /** Control, format (direction of reading, zero width), private and unassigned characters, halves of surrogate pairs. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}]");

    /** What file systems, shells and headers take for something else; the percent sign, because somebody may decode it. */
    private static final Pattern MEANING = Pattern.compile("[/\\\\:*?\"<>|;%`$&']");

    /** Names of devices on Windows, whatever their extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|com\\d|lpt\\d|conin\\$|conout\\$|clock\\$)(\\..*)?");

    /** The extensions that fit a type; the first is added where the name has none of them. */
    private static final Map<String, List<String>> EXTENSIONS = Map.ofEntries(
            Map.entry("video/mp4", List.of("mp4", "m4v")),
            Map.entry("video/quicktime", List.of("mov", "qt")),
            Map.entry("video/webm", List.of("webm")),
            Map.entry("video/x-matroska", List.of("mkv", "mka")),
            Map.entry("video/x-msvideo", List.of("avi")),
            Map.entry("video/mp2t", List.of("ts", "m2ts")),
            Map.entry("audio/mp4", List.of("m4a", "mp4")),
            Map.entry("audio/mpeg", List.of("mp3")),
            Map.entry("audio/wav", List.of("wav")),
            Map.entry("audio/flac", List.of("flac")),
            Map.entry("application/ogg", List.of("ogg", "oga", "ogv", "opus")),
            Map.entry("text/vtt", List.of("vtt")),
            Map.entry("application/x-subrip", List.of("srt")),
            Map.entry("text/plain", List.of("txt", "log", "md", "srt", "sbv", "vtt", "csv", "json")),
            Map.entry("text/csv", List.of("csv")),
            Map.entry("application/json", List.of("json")),
            Map.entry("application/pdf", List.of("pdf")),
            Map.entry("image/png", List.of("png")),
            Map.entry("image/jpeg", List.of("jpg", "jpeg")),
            Map.entry("image/gif", List.of("gif")),
            Map.entry("image/webp", List.of("webp")),
            Map.entry("application/zip", List.of("zip")),
            Map.entry("text/html", List.of("html", "htm")),
            Map.entry("application/xhtml+xml", List.of("xhtml")),
            Map.entry("image/svg+xml", List.of("svg")),
            Map.entry("application/xml", List.of("xml")),
            Map.entry("message/rfc822", List.of("eml", "mht", "mhtml")),
            Map.entry("multipart/related", List.of("mht", "mhtml")),
            Map.entry("application/msword", List.of("doc")),
            Map.entry("application/vnd.ms-excel", List.of("xls")),
            Map.entry("application/vnd.ms-powerpoint", List.of("ppt")),
            Map.entry("application/vnd.openxmlformats-officedocument.wordprocessingml.document", List.of("docx")),
            Map.entry("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", List.of("xlsx")),
            Map.entry("application/vnd.openxmlformats-officedocument.presentationml.presentation", List.of("pptx")),
            Map.entry("application/vnd.ms-word.document.macroenabled.12", List.of("docm")),
            Map.entry("application/vnd.ms-excel.sheet.macroenabled.12", List.of("xlsm")),
            Map.entry("application/vnd.ms-powerpoint.presentation.macroenabled.12", List.of("pptm")),
            Map.entry("application/vnd.oasis.opendocument.text", List.of("odt")),
            Map.entry("application/vnd.oasis.opendocument.spreadsheet", List.of("ods")),
            Map.entry("application/vnd.oasis.opendocument.presentation", List.of("odp")));

    /** What a type that we have no extension for ends with: something that no program opens by itself. */
    private static final List<String> OPAQUE = List.of("bin");

    static DownloadName of(String name, String mediaType) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFC);
        plain = INVISIBLE.matcher(plain).replaceAll("");
        plain = MEANING.matcher(plain).replaceAll("_").replaceAll("\\s+", " ");
        plain = plain.replaceAll("^[. ]+|[. ]+$", "");
        if (plain.isEmpty()) {
            plain = "content";
        }
        if (DEVICE.matcher(plain).matches()) {
            plain = "_" + plain;
        }
        List<String> fitting =
                EXTENSIONS.getOrDefault(mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT), OPAQUE);
        String lower = plain.toLowerCase(Locale.ROOT);
        String extension = fitting.stream()
                .filter(one -> lower.endsWith("." + one))
                .findFirst()
                .orElse("");
        if (!extension.isEmpty()) {
            plain = plain.substring(0, plain.length() - extension.length() - 1);
        } else {
            extension = fitting.getFirst();
        }
        // A dot inside could be read as the extension where the real one is hidden.
        plain = cut(plain.replace('.', '_'));
        return new DownloadName(plain + "." + extension);
    }

    private static String cut(String text) {
        StringBuilder cut = new StringBuilder();
        int bytes = 0;
        for (int point : text.codePoints().toArray()) {
            bytes += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            cut.appendCodePoint(point);
        }
        String stripped = cut.toString().strip();
        return stripped.isEmpty() ? "content" : stripped;
    }

    /** The value of {@code Content-Disposition}. */
    String header() {
        boolean ascii = text.chars().allMatch(character -> character < 0x80);
        ContentDisposition.Builder attachment = ContentDisposition.attachment();
        return (ascii ? attachment.filename(text) : attachment.filename(text, StandardCharsets.UTF_8))
                .build()
                .toString();
    }
}
