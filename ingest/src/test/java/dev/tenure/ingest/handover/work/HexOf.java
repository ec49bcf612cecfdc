package dev.tenure.ingest.handover.work;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes that PostgreSQL shows as {@code \x…} in a text. */
final class HexOf {

    private static final Pattern BYTES = Pattern.compile("\\\\x((?:[0-9a-f]{2})+)");

    private HexOf() {}

    static byte[] texts(String dump) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Matcher bytes = BYTES.matcher(dump);
        while (bytes.find()) {
            all.writeBytes(HexFormat.of().parseHex(bytes.group(1)));
        }
        return all.toByteArray();
    }
}
