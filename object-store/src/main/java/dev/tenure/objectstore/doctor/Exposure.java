package dev.tenure.objectstore.doctor;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** How bad it is that a server lets strangers in: that depends on who can reach it. */
final class Exposure {

    private Exposure() {}

    static Observation of(Room room, String seen) {
        return loopback(room.examination().settings().endpoint())
                ? Observation.of(
                        Verdict.DIFFERENT, seen, "whoever is on this machine is let in; unsafe beyond loopback")
                : Observation.of(Verdict.BAD, seen, "whoever reaches the server gets at what is kept there");
    }

    static boolean loopback(@Nullable URI endpoint) {
        if (endpoint == null || endpoint.getHost() == null) {
            return false;
        }
        try {
            return InetAddress.getByName(endpoint.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
