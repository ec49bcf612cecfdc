package dev.tenure.objectstore.sealing;

import java.security.SecureRandom;

/** 32 secret bytes under which all objects of one owner are sealed. Never printed, never stored unwrapped. */
public final class DataKey {

    static final int SIZE = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    DataKey(byte[] secret) {
        if (secret.length != SIZE) {
            throw new IllegalArgumentException("a data key has " + SIZE + " bytes, not " + secret.length);
        }
        this.secret = secret.clone();
    }

    public static DataKey random() {
        byte[] secret = new byte[SIZE];
        RANDOM.nextBytes(secret);
        return new DataKey(secret);
    }

    /** For vaults only: the key that an unwrapping gave back. */
    public static DataKey unwrapped(byte[] secret) {
        return new DataKey(secret);
    }

    /** For vaults only: a copy of the secret, to be encrypted and then overwritten. */
    public byte[] toWrap() {
        return secret.clone();
    }

    byte[] secret() {
        return secret;
    }

    @Override
    public String toString() {
        return "DataKey[secret]";
    }
}
