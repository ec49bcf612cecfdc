package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The meaning of host names. */
@FunctionalInterface
public interface Names {

    /** As this machine understands them. */
    static Names ofThisMachine() {
        return InetAddress::getAllByName;
    }

    /** All addresses of a host; an address means itself. */
    InetAddress[] resolve(String host) throws UnknownHostException;
}
