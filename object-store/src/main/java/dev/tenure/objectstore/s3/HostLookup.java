package dev.tenure.objectstore.s3;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Which addresses may be connected to for a host. Asked for each connection, and nobody else is. */
@FunctionalInterface
public interface HostLookup {

    /** All of them; a host without any, or with one that may not be reached, is an unknown one. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
