package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public Internet: those that IANA's registries of special-purpose addresses do not name otherwise (RFC 6890). Of
 * IPv6 only what is assigned for global unicast, and nothing that carries an IPv4 address inside: a gateway would lead back in.
 */
final class PublicAddresses {

    private static final List<Network> NOT_PUBLIC_4 = networks(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            // Link-local, and where clouds keep the credentials of a machine.
            "169.254.0.0/16",
            // Azure answers its machines here.
            "168.63.129.16/32",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    private static final Network GLOBAL_UNICAST_6 = Network.of("2000::/3");

    private static final List<Network> NOT_PUBLIC_6 = networks(
            // Protocol assignments, Teredo among them.
            "2001::/23", "2001:db8::/32", /* 6to4 */ "2002::/16", "3fff::/20");

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? NOT_PUBLIC_4.stream().noneMatch(network -> network.contains(bytes))
                : GLOBAL_UNICAST_6.contains(bytes)
                        && NOT_PUBLIC_6.stream().noneMatch(network -> network.contains(bytes));
    }

    private static List<Network> networks(String... ranges) {
        return Stream.of(ranges).map(Network::of).toList();
    }
}
