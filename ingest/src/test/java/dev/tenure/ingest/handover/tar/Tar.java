package dev.tenure.ingest.handover.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes archives by hand, also ones that no program would write. */
public final class Tar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long seconds = 1_772_616_000L;

    /** When the members that follow were changed, in seconds since 1970. */
    public Tar at(long then) {
        seconds = then;
        return this;
    }

    public Tar file(String name, byte[] content) {
        return entry(name, '0', "", content.length, content);
    }

    public Tar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    public Tar directory(String name) {
        return entry(name, '5', "", 0, new byte[0]);
    }

    /** A header that claims so many bytes, and what follows it. */
    public Tar entry(String name, char type, String link, long size, byte[] content) {
        byte[] header = new byte[512];
        put(header, 0, 100, name);
        put(header, 100, 8, "0000644");
        put(header, 108, 8, "0000000");
        put(header, 116, 8, "0000000");
        put(header, 124, 12, String.format("%011o", size));
        put(header, 136, 12, String.format("%011o", seconds));
        header[156] = (byte) type;
        put(header, 157, 100, link);
        put(header, 257, 6, "ustar");
        put(header, 263, 2, "00");
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xff;
        }
        put(header, 148, 8, String.format("%06o\0 ", sum));
        bytes.writeBytes(header);
        bytes.writeBytes(content);
        bytes.writeBytes(new byte[(512 - content.length % 512) % 512]);
        return this;
    }

    /** Facts of the entry that follows, as pax writes them. */
    public Tar pax(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int length = rest.getBytes(StandardCharsets.UTF_8).length;
        int digits = Integer.toString(length).length();
        if (Integer.toString(length + digits).length() > digits) {
            digits++;
        }
        byte[] record = (length + digits + rest).getBytes(StandardCharsets.UTF_8);
        return entry("pax", 'x', "", record.length, record);
    }

    /** The archive with its end. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() + 1024);
    }

    /** The archive without its end. */
    public byte[] cutOff() {
        return bytes.toByteArray();
    }

    private static void put(byte[] header, int at, int most, String text) {
        byte[] written = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(written, 0, header, at, Math.min(written.length, most));
    }
}
