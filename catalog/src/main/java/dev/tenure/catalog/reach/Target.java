package dev.tenure.catalog.reach;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to send, read strictly: what is written in a way that programs read differently is refused, whatever it means.
 *
 * @param host a DNS name in lower case without a trailing dot, or an address without brackets
 */
record Target(URI uri, boolean tls, String host, int port) {

    /** The longest address taken; more is no address of a receiver. */
    private static final int MAX_LENGTH = 2000;

    /** Names whose last label begins with a letter: nothing that looks like a number in any base is one. */
    private static final Pattern NAME = Pattern.compile(
            "(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern ADDRESS_4 = Pattern.compile("(?:" + BYTE + "\\.){3}" + BYTE);
    /** Without a zone, and without an IPv4 address inside. */
    private static final Pattern ADDRESS_6 = Pattern.compile("\\[[0-9a-f:]{2,39}]");

    static Target of(String url) throws NotReachable {
        if (url.length() > MAX_LENGTH) {
            throw new NotReachable("The url is longer than " + MAX_LENGTH + " characters.");
        }
        try {
            URI uri = new URI(url);
            String scheme = lower(uri.getScheme());
            if (!scheme.equals("https") && !scheme.equals("http")) {
                throw new NotReachable("The url must begin with https://.");
            }
            if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                throw new NotReachable("The url must have no user and no fragment.");
            }
            boolean tls = scheme.equals("https");
            return new Target(uri, tls, host(uri), port(uri, tls));
        } catch (URISyntaxException e) {
            throw new NotReachable("The url is not well-formed.");
        }
    }

    private static String host(URI uri) throws NotReachable {
        String host = lower(uri.getHost());
        if (ADDRESS_6.matcher(host).matches()) {
            return host.substring(1, host.length() - 1);
        }
        if (NAME.matcher(host).matches() || ADDRESS_4.matcher(host).matches()) {
            return host;
        }
        throw new NotReachable("The url's host must be a DNS name, or an address in its usual form.");
    }

    private static int port(URI uri, boolean tls) throws NotReachable {
        if (uri.getPort() == -1) {
            return tls ? 443 : 80;
        }
        if (uri.getPort() < 1 || uri.getPort() > 65_535) {
            throw new NotReachable("The url's port must be 1 to 65535.");
        }
        return uri.getPort();
    }

    private static String lower(@Nullable String part) {
        return part == null ? "" : part.toLowerCase(Locale.ROOT);
    }
}
