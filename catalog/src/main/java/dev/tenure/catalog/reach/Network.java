package dev.tenure.catalog.reach;

import java.net.InetAddress;
import java.util.Arrays;

/** A range of addresses. IPv4 and IPv6 never meet: an IPv4-mapped IPv6 address is in no IPv4 range. */
record Network(InetAddress first, int bits) {

    /**
     * Reads the CIDR form.
     *
     * @throws IllegalArgumentException for anything else, and for addresses with bits beyond the prefix
     */
    static Network of(String cidr) {
        int slash = cidr.indexOf('/');
        try {
            InetAddress first = InetAddress.ofLiteral(cidr.substring(0, slash));
            Network network = new Network(first, Integer.parseInt(cidr.substring(slash + 1)));
            if (network.bits < 0 || network.bits > first.getAddress().length * 8 || !network.begins()) {
                throw new IllegalArgumentException("bits");
            }
            return network;
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException("not a network in CIDR form, such as 10.1.0.0/16: " + cidr, e);
        }
    }

    private boolean begins() {
        return Arrays.equals(first.getAddress(), masked(first.getAddress()));
    }

    boolean contains(byte[] address) {
        return address.length == first.getAddress().length && Arrays.equals(first.getAddress(), masked(address));
    }

    private byte[] masked(byte[] address) {
        byte[] masked = address.clone();
        for (int i = 0; i < masked.length; i++) {
            int kept = Math.clamp(bits - 8L * i, 0, 8);
            masked[i] &= (byte) (0xff << (8 - kept));
        }
        return masked;
    }
}
