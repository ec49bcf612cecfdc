package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(CatalogWorld.Shared.class)
class ItemBytesIT {

    private static final int PART = 5 << 20;
    private static final ObjectTags TAGS = ObjectTags.of(Map.of("tenure-kind", "RECORDING"));

    private final CatalogWorld world;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final ObjectStore store;

    ItemBytesIT(CatalogWorld world) {
        this.world = world;
        this.objects = world.the(StoredObjects.class);
        this.bytes = world.the(ItemBytes.class);
        this.store = world.the(ObjectStore.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, PART - 1, PART, PART + 1, 2 * PART, 2 * PART + 1})
    void writesAndReadsAtEveryBoundary(int size) throws IOException, NoSuchAlgorithmException {
        byte[] plaintext = random(size);
        StoredObject object = announce();
        StoredObject.Facts facts = bytes.write(object, new Dribble(plaintext), TAGS);

        assertThat(facts.size()).isEqualTo(size);
        assertThat(facts.sha256())
                .isEqualTo(ContentHash.of(MessageDigest.getInstance("SHA-256").digest(plaintext)));
        objects.complete(object.id(), facts);
        StoredObject complete = objects.find(object.id()).orElseThrow();
        assertThat(read(complete, ByteRange.whole(size))).isEqualTo(plaintext);
        assertThat(store.facts(object.key()).orElseThrow().versionId()).isEqualTo(facts.versionId());
        assertThat(store.facts(object.key()).orElseThrow().size())
                .isEqualTo(complete.layout().sealedSize());
        assertThat(store.tags(object.key())).isEqualTo(TAGS);
        assertThat(store.listUploads(StoredObject.prefixOf(object.account(), object.item())))
                .isEmpty();
        if (size > PART) {
            ByteRange seam = new ByteRange(PART - 1, 2);
            assertThat(read(complete, seam)).isEqualTo(Arrays.copyOfRange(plaintext, PART - 1, PART + 1));
        }
    }

    @Test
    void storesNoPlaintext() throws IOException {
        byte[] plaintext = new byte[1000];
        StoredObject object = announce();
        bytes.write(object, new ByteArrayInputStream(plaintext), TAGS);
        try (InputStream stored = store.open(object.key(), new ByteRange(0, 1056))) {
            String text = new String(stored.readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(text).hasSize(1056).doesNotContain("\0".repeat(16));
        }
    }

    @Test
    void readsNothingOnceTheKeyIsDestroyed() throws IOException {
        StoredObject object = announce();
        objects.complete(object.id(), bytes.write(object, new ByteArrayInputStream(new byte[10]), TAGS));
        StoredObject complete = objects.find(object.id()).orElseThrow();
        world.the(Items.class).destroyKey(object.item());

        assertThatExceptionOfType(KeyUnavailable.class).isThrownBy(() -> bytes.open(complete));
    }

    private StoredObject announce() {
        Item item = world.aReceivingItem(world.anAccount());
        return objects.announce(
                        item.id(),
                        EnumSet.of(ItemState.RECEIVING),
                        ObjectRole.SOURCE,
                        "1",
                        "source",
                        PART,
                        "application/octet-stream")
                .orElseThrow();
    }

    private byte[] read(StoredObject object, ByteRange range) throws IOException {
        try (InputStream stream = bytes.open(object).open(range)) {
            return stream.readAllBytes();
        }
    }

    /** Gives fewer bytes than asked for, as connections do. */
    private static final class Dribble extends InputStream {

        private final ByteArrayInputStream bytes;

        Dribble(byte[] bytes) {
            this.bytes = new ByteArrayInputStream(bytes);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, Math.min(length, 70_001));
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
