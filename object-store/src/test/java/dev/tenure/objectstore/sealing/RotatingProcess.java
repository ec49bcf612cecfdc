package dev.tenure.objectstore.sealing;

import java.nio.file.Path;

/** Rotates and retires without end, and says what it wrapped under each new key, until it is killed. */
final class RotatingProcess {

    static final SealBinding BINDING = new SealBinding("account/item");

    /** Few keys keep the file small, so that most of the time is spent replacing it. */
    private static final int KEPT = 3;

    private RotatingProcess() {}

    public static void main(String... arguments) {
        KeysetFileVault vault = KeysetFileVault.open(Path.of(arguments[0]));
        for (; ; ) {
            vault.rotate();
            WrappedKey wrapped = vault.wrap(new DataKey(new byte[DataKey.SIZE]), BINDING);
            System.out.println(wrapped.vaultKeyId() + " " + wrapped.base64());
            while (vault.keys().size() > KEPT) {
                vault.retire(vault.keys().getFirst().id());
            }
        }
    }
}
