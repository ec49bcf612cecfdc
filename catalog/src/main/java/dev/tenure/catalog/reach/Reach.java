package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * What may be reached: the public Internet by TLS on the usual ports, and what the operator allowed beside or instead. The same rules hold when an
 * address is given and each time it is sent to.
 */
public final class Reach {

    private static final List<Integer> USUAL_PORTS = List.of(443, 8443);

    private final List<String> allowedHosts;
    private final List<Network> allowedNetworks;

    /**
     * Takes the operator's lists.
     *
     * @param allowedHosts when not empty, only these names may be reached, and on any port: {@code name}, or {@code *.name} for all below it
     * @param allowedNetworks ranges that may be reached although they are not public, on any port, and without TLS
     * @throws IllegalArgumentException when a network is not in CIDR form
     */
    public Reach(List<String> allowedHosts, List<String> allowedNetworks) {
        this.allowedHosts =
                allowedHosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
        this.allowedNetworks = allowedNetworks.stream().map(Network::of).toList();
    }

    /** Reads an address, and refuses what needs no look-up to be refused. */
    Target target(String url) throws NotReachable {
        Target target = Target.of(url);
        if (!allowedHosts.isEmpty() && !allowedByName(target.host())) {
            throw new NotReachable("The url's host is none that the operator allowed.");
        }
        return target;
    }

    /** Refuses a target if any of its addresses may not be reached: which of them is connected to is not ours to choose. */
    void check(Target target, InetAddress... addresses) throws NotReachable {
        boolean usual = target.tls() && (USUAL_PORTS.contains(target.port()) || allowedByName(target.host()));
        for (InetAddress address : addresses) {
            if (allowedNetworks.stream().anyMatch(network -> network.contains(address.getAddress()))) {
                continue;
            }
            if (!PublicAddresses.contain(address)) {
                throw unreachable();
            }
            if (!usual) {
                throw new NotReachable("The url must begin with https://, and its port be 443 or 8443.");
            }
        }
    }

    /**
     * The addresses of a host that may be connected to, for a client that looks up nothing itself.
     *
     * @throws NotReachable when any of them may not be reached, or there are none
     */
    public InetAddress[] addresses(String url, Names names) throws NotReachable {
        return addresses(target(url), names);
    }

    InetAddress[] addresses(Target target, Names names) throws NotReachable {
        try {
            InetAddress[] addresses = names.resolve(target.host());
            check(target, addresses);
            return addresses;
        } catch (UnknownHostException e) {
            throw unreachable();
        }
    }

    /** One sentence for names that mean nothing and names that mean something inside. */
    static NotReachable unreachable() {
        return new NotReachable("The url's host does not resolve to addresses that may be reached.");
    }

    private boolean allowedByName(String host) {
        return allowedHosts.stream()
                .anyMatch(allowed ->
                        allowed.startsWith("*.") ? host.endsWith(allowed.substring(1)) : host.equals(allowed));
    }
}
