package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/**
 * Types by content, and what names promise. Only Tika's table of signatures is asked, never one of its parsers, whatever else is on the class
 * path; and what it is known to tell wrongly is told by us.
 */
final class ContentType {

    static final String UNKNOWN = "application/octet-stream";

    private static final MimeTypes SIGNATURES = MimeTypes.getDefaultMimeTypes();
    private static final MediaTypeRegistry REGISTRY = SIGNATURES.getMediaTypeRegistry();
    private static final Pattern DECLARED = Pattern.compile("[a-zA-Z0-9!#$&^_.+-]{1,80}/[a-zA-Z0-9!#$&^_.+-]{1,120}");

    /** Enough of a name to end with any extension. */
    private static final int NAME_END = 40;

    /** What folders of an Office document are called, and its type. */
    private static final Map<String, String> OFFICE = Map.of(
            "word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation");

    private static final Map<String, String> MACROS = Map.of(
            "word/", "application/vnd.ms-word.document.macroenabled.12",
            "xl/", "application/vnd.ms-excel.sheet.macroenabled.12",
            "ppt/", "application/vnd.ms-powerpoint.presentation.macroenabled.12");

    private ContentType() {}

    /** What the head shows. */
    static String of(byte[] head, SealedObject content) throws IOException {
        Optional<String> media = MediaSignature.of(head);
        if (media.isPresent()) {
            return media.get();
        }
        String type = signature(head);
        if (type.equals("application/zip") || type.startsWith("application/x-tika-ooxml")) {
            return ofZip(ZipNames.of(content));
        }
        if (type.equals("text/plain") && looksJson(head)) {
            return "application/json";
        }
        return type;
    }

    private static String signature(byte[] head) throws IOException {
        try (InputStream stream = new ByteArrayInputStream(head)) {
            return SIGNATURES.detect(stream, new Metadata()).getBaseType().toString();
        }
    }

    private static String ofZip(ZipNames names) {
        for (Map.Entry<String, String> office : OFFICE.entrySet()) {
            if (names.contains("[Content_Types].xml") && names.anyBegins(office.getKey())) {
                return names.contains(office.getKey() + "vbaProject.bin")
                        ? MACROS.getOrDefault(office.getKey(), UNKNOWN)
                        : office.getValue();
            }
        }
        String stored = names.storedType();
        return stored == null ? "application/zip" : stored;
    }

    private static boolean looksJson(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 512), StandardCharsets.UTF_8).replace("\ufeff", "");
        return start.stripLeading().matches("(?s)(\\{\\s*(\"|\\}).*|\\[\\s*([\\[{\"\\]\\d-]|true|false|null).*)");
    }

    /** What a name promises; nothing when its end is not known. */
    static @Nullable String ofName(String fileName) {
        Metadata metadata = new Metadata();
        String end = fileName.substring(Math.max(0, fileName.length() - NAME_END));
        metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, end.replaceAll("[^\\p{ASCII}]|[/\\\\#?]", "_"));
        try {
            String type = SIGNATURES.detect(null, metadata).getBaseType().toString();
            return type.equals(UNKNOWN) ? null : type;
        } catch (IOException impossible) {
            throw new IllegalStateException("a name was read like a file", impossible);
        }
    }

    /** A type as somebody wrote it, without its parameters; nothing when it is none, or says nothing. */
    static @Nullable String ofDeclared(@Nullable String declared) {
        if (declared == null) {
            return null;
        }
        String plain = declared.split(";", 2)[0].strip();
        MediaType type = DECLARED.matcher(plain).matches() ? MediaType.parse(plain) : null;
        return type == null || type.toString().equals(UNKNOWN) ? null : type.toString();
    }

    /** Whether bytes of this type may be called that: it is the same, or one is a special case of the other. */
    static boolean fits(String content, String said) {
        MediaType have = REGISTRY.normalize(MediaType.parse(content));
        MediaType want = REGISTRY.normalize(MediaType.parse(said));
        return have.equals(want)
                || REGISTRY.isSpecializationOf(have, want)
                // Text is text: nobody can tell a list of values from a list of words.
                || (content.startsWith("text/") && REGISTRY.isSpecializationOf(want, have))
                || (isContainer(content) && REGISTRY.isSpecializationOf(want, have))
                || (isMedia(content) && isMedia(said) && family(content).equals(family(said)));
    }

    /** Types whose members look alike from outside. */
    private static boolean isContainer(String content) {
        return content.equals("application/zip")
                || content.equals("application/xml")
                || content.equals("application/json")
                || content.equals("application/ogg")
                || content.startsWith("application/x-tika-msoffice")
                || content.equals(UNKNOWN);
    }

    private static boolean isMedia(String type) {
        return type.startsWith("audio/") || type.startsWith("video/") || type.equals("application/mp4");
    }

    private static String family(String type) {
        String name = type.substring(type.indexOf('/') + 1);
        return switch (name) {
            case "mp4", "quicktime", "x-m4v", "x-m4a", "3gpp", "3gpp2" -> "iso";
            case "webm", "x-matroska" -> "matroska";
            case "ogg", "opus", "vorbis" -> "ogg";
            case "wav", "x-wav", "vnd.wave" -> "wav";
            case "mpeg", "mp3" -> "mpeg";
            default -> name;
        };
    }

    static byte[] head(SealedObject content, int length) throws IOException {
        try (InputStream stream = content.open(new ByteRange(0, Math.min(length, content.size())))) {
            return stream.readAllBytes();
        }
    }
}
