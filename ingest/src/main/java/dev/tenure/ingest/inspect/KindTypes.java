package dev.tenure.ingest.inspect;

import dev.tenure.catalog.ItemKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which types an item of each kind may have. What is not in this table waits for a person. A word that ends with a star stands for all that begin so.
 */
final class KindTypes {

    private static final List<String> WORDS = List.of(
            "text/plain",
            "text/vtt",
            "text/csv",
            "text/html",
            "text/x-web-markdown",
            "application/json",
            "application/xml",
            "application/xhtml+xml",
            "application/ttml+xml",
            "application/x-subrip",
            "application/pdf",
            "application/rtf");
    private static final List<String> OFFICE = List.of(
            "application/msword",
            "application/vnd.ms-excel*",
            "application/vnd.ms-powerpoint*",
            "application/vnd.ms-word*",
            "application/vnd.visio",
            "application/vnd.openxmlformats-officedocument.*",
            "application/vnd.oasis.opendocument.*",
            "application/x-tika-msoffice*",
            "application/x-tika-ooxml*");

    private static final Map<ItemKind, List<List<String>>> ALLOWED = new EnumMap<>(Map.of(
            ItemKind.RECORDING,
            // What MediaSignature knows: the decoder is told the container, so it must be one of those.
            List.of(List.of("audio/*", "video/*", "application/ogg")),
            ItemKind.TRANSCRIPT,
            List.of(WORDS, OFFICE),
            ItemKind.CHAT,
            List.of(WORDS, OFFICE),
            ItemKind.WHITEBOARD,
            List.of(WORDS, OFFICE, List.of("image/*", "application/zip")),
            ItemKind.FILE,
            List.of(
                    WORDS,
                    OFFICE,
                    List.of(
                            "text/*",
                            "image/*",
                            "audio/*",
                            "video/*",
                            "application/ogg",
                            "application/zip",
                            "application/gzip",
                            "application/x-7z-compressed",
                            "application/x-bzip2",
                            "application/x-xz",
                            "application/zstd",
                            "application/x-tar",
                            "application/x-rar-compressed*",
                            "application/epub+zip",
                            "application/postscript",
                            "application/javascript",
                            "application/x-tex",
                            "multipart/related",
                            "message/rfc822",
                            // Nobody knows it, and nobody's program opens it by itself.
                            "application/octet-stream"))));

    private KindTypes() {}

    static boolean allows(ItemKind kind, String mediaType) {
        return ALLOWED.getOrDefault(kind, List.of()).stream()
                .flatMap(List::stream)
                .anyMatch(word -> word.endsWith("*")
                        ? mediaType.startsWith(word.substring(0, word.length() - 1))
                        : mediaType.equals(word));
    }
}
