package dev.tenure.benchmarks.store;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedTransfers;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;

/** As recordings are written and read: hashed while they stream, sealed, several parts at once. */
final class Sealed implements Way {

    private final SealedTransfers transfers;
    private final PartSeal seal = new PartSeal(DataKey.random(), new SealBinding("bench/store/object"));

    Sealed(SealedTransfers transfers) {
        this.transfers = transfers;
    }

    @Override
    public String name() {
        return "sealed";
    }

    @Override
    public void putLarge(String key, long size) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        InputStream plaintext = new DigestInputStream(new Noise(size), sha256);
        transfers.write(new ObjectKey(key), SealedLayout.partSizeFor(size), seal, ObjectTags.none(), plaintext);
        if (sha256.digest().length != 32) {
            throw new IllegalStateException("no hash");
        }
    }

    @Override
    public void getLarge(String key, long size) throws Exception {
        try (InputStream body = transfers
                .object(new ObjectKey(key), SealedLayout.of(size), seal)
                .open(ByteRange.whole(size))) {
            SideBySide.drain(body, size);
        }
    }

    @Override
    public void putSmall(String key, int size) throws Exception {
        putLarge(key, size);
    }

    @Override
    public void getSmall(String key, int size) throws Exception {
        getLarge(key, size);
    }
}
