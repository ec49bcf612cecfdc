package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/** The meaning of host names. */
@FunctionalInterface
public interface Names {

    /** As this machine understands them, within 5 s: what it has not said by then, it does not know. */
    static Names ofThisMachine() {
        return new TimelyNames(InetAddress::getAllByName, Duration.ofSeconds(5), 32);
    }

    /** All addresses of a host; an address means itself. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
