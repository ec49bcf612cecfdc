package dev.tenure.objectstore.s3;

import dev.tenure.objectstore.ObjectTags;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * Tags as the {@code x-amz-tagging} header carries them: a query string. The SDK escapes every character that is not a letter or digit; this
 * leaves {@code : / @} alone, as RFC 3986 §3.4 allows, because some servers store what the header says without undoing its escapes.
 */
final class TaggingHeader {

    private TaggingHeader() {}

    static String of(ObjectTags tags) {
        return tags.values().entrySet().stream()
                .map(tag -> escaped(tag.getKey()) + '=' + escaped(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":")
                .replace("%2F", "/")
                .replace("%40", "@");
    }
}
