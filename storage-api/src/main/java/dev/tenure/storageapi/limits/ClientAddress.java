package dev.tenure.storageapi.limits;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.springframework.security.web.util.matcher.IpAddressMatcher;

/** Which network address a request comes from, so far as anybody trustworthy says. */
final class ClientAddress {

    /** What one customer of an IPv6 network is given; single addresses are free to change. */
    private static final int CUSTOMER_PREFIX_BYTES = 8;

    private final List<IpAddressMatcher> proxies;

    ClientAddress(List<String> trustedProxies) {
        this.proxies = trustedProxies.stream().map(IpAddressMatcher::new).toList();
    }

    String of(HttpServletRequest request) {
        return of(request.getRemoteAddr(), Collections.list(request.getHeaders("X-Forwarded-For")));
    }

    /** The address that limits count by: an IPv4 address, or the first 64 bits of an IPv6 address. */
    String of(String peer, List<String> forwardedFor) {
        if (!trusted(peer)) {
            return counted(peer);
        }
        // Each proxy appends whom it heard from, so the last one that is none of ours is the client; what is before it,
        // the client made up.
        List<String> path = forwardedFor.stream()
                .flatMap(header -> List.of(header.split(",", -1)).stream())
                .map(String::strip)
                .toList();
        for (String hop : path.reversed()) {
            if (!isAddress(hop)) {
                return counted(peer);
            }
            if (!trusted(hop)) {
                return counted(hop);
            }
        }
        return counted(peer);
    }

    private boolean trusted(String address) {
        return proxies.stream().anyMatch(proxy -> proxy.matches(address));
    }

    private static String counted(String text) {
        InetAddress address = InetAddress.ofLiteral(text);
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(address.getAddress(), 0, CUSTOMER_PREFIX_BYTES)
                : address.getHostAddress();
    }

    /** Whether a text is an address and no name: names would be looked up. */
    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
