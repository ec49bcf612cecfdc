package dev.tenure.storageapi.playback;

import java.util.Locale;
import java.util.regex.Pattern;

/** Types whose content a browser may run, or hand to a program that runs it. */
final class ActiveTypes {

    private static final String OPAQUE = "application/octet-stream";

    /** Types in which nothing runs, and which programs of customers may want to know. All others, known or not, are called bytes. */
    private static final Pattern INERT =
            Pattern.compile("(?:(?:audio|video)/[a-z0-9.+-]+|image/(?:png|jpeg|gif|webp|avif|bmp|tiff)"
                    + "|text/(?:plain|vtt|csv)|application/(?:ogg|pdf|json|zip|x-subrip"
                    + "|vnd\\.openxmlformats-officedocument\\.[a-z.]+|vnd\\.oasis\\.opendocument\\.[a-z-]+))");

    private ActiveTypes() {}

    /** The type under which the content is served. */
    static String served(String mediaType) {
        String plain = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return INERT.matcher(plain).matches() ? plain : OPAQUE;
    }
}
