package dev.tenure.ingest.handover;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.regex.Pattern;

/**
 * One thing that a source of an adapter can or must be told.
 *
 * @param name lower case with hyphens
 * @param meaning for whoever sets it
 */
public record Setting(String name, Shape shape, boolean required, String meaning) {

    /** The longest value, in characters. */
    private static final int MAX_LENGTH = 2000;

    private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]");

    /** What values look like. */
    public enum Shape {
        TEXT,
        /** Never shown again. Several, one a line, are all taken while one replaces the other; the first is used for what we sign. */
        SECRET,
        /** http or https, without user, query and fragment. */
        URL,
        BUCKET,
        /** A whole number from 0 to 9999. */
        NUMBER,
        /** An IANA name, such as Europe/Berlin. */
        ZONE,
        /** true or false. */
        YES_OR_NO,
        /** A path below the account's directory, without {@code ..}. */
        DIRECTORY,
        /** Host names, parted by commas; {@code *.name} means all below it. */
        HOSTS
    }

    /** A setting that must be there. */
    public static Setting required(String name, Shape shape, String meaning) {
        return new Setting(name, shape, true, meaning);
    }

    /** A setting that may be left out. */
    public static Setting optional(String name, Shape shape, String meaning) {
        return new Setting(name, shape, false, meaning);
    }

    public boolean secret() {
        return shape == Shape.SECRET;
    }

    /**
     * Refuses what cannot be meant.
     *
     * @throws IllegalArgumentException names the setting, and not its value
     */
    void check(String value) {
        boolean fits = !value.isBlank()
                && value.length() <= MAX_LENGTH
                && value.indexOf('\0') < 0
                && switch (shape) {
                    case TEXT -> value.lines().count() == 1;
                    case SECRET -> true;
                    case URL -> url(value);
                    case BUCKET -> BUCKET.matcher(value).matches();
                    case NUMBER -> value.matches("[0-9]{1,4}");
                    case ZONE -> ZoneId.getAvailableZoneIds().contains(value);
                    case YES_OR_NO -> value.equals("true") || value.equals("false");
                    case DIRECTORY ->
                        value.matches("[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*") && !("/" + value + "/").contains("/../");
                    case HOSTS -> value.matches("(\\*\\.)?[A-Za-z0-9.-]+(\\s*,\\s*(\\*\\.)?[A-Za-z0-9.-]+)*");
                };
        if (!fits) {
            throw new IllegalArgumentException("'" + name + "' does not fit: " + meaning);
        }
    }

    private static boolean url(String value) {
        try {
            URI uri = new URI(value);
            String scheme = uri.getScheme();
            return ("https".equals(scheme) || "http".equals(scheme))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
