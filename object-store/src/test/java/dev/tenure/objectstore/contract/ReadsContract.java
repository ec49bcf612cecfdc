package dev.tenure.objectstore.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectKey;
import dev.tenure.objectstore.ObjectNotFound;
import dev.tenure.objectstore.ObjectStoreException;
import dev.tenure.objectstore.ObjectStoreException.Fault;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Ranges of current and of exact versions. */
abstract class ReadsContract extends Behaviours {

    private final ObjectKey key = folder.key("read");

    ReadsContract(ObjectStoreContract server) {
        super(server);
    }

    @Test
    void opensExactlyTheRange() throws IOException {
        byte[] bytes = random(1000);
        ObjectVersion put = put(key, bytes);

        for (ByteRange range : List.of(
                new ByteRange(0, 1),
                new ByteRange(500, 1),
                new ByteRange(999, 1),
                new ByteRange(1, 998),
                new ByteRange(0, 1000),
                new ByteRange(123, 456))) {
            byte[] expected = Arrays.copyOfRange(bytes, (int) range.first(), (int) range.end());
            assertThat(read(key, range)).as("%s", range).isEqualTo(expected);
            assertThat(read(put, range)).as("%s", range).isEqualTo(expected);
        }
    }

    @Test
    void opensARangeOfNoBytes() throws IOException {
        ObjectVersion put = put(key, random(100));

        for (long first : new long[] {0, 50, 100}) {
            assertThat(read(key, new ByteRange(first, 0))).isEmpty();
            assertThat(read(put, new ByteRange(first, 0))).isEmpty();
        }
    }

    @Test
    void givesWhatIsThereOfARangeThatReachesBeyondTheEnd() throws IOException {
        byte[] bytes = random(100);
        ObjectVersion put = put(key, bytes);
        byte[] tail = Arrays.copyOfRange(bytes, 90, 100);

        assertThat(read(key, new ByteRange(90, 11))).isEqualTo(tail);
        assertThat(read(key, new ByteRange(90, Long.MAX_VALUE - 90))).isEqualTo(tail);
        assertThat(read(put, new ByteRange(90, 50))).isEqualTo(tail);
    }

    @Test
    void refusesARangeThatBeginsBehindTheEnd() {
        ObjectVersion put = put(key, random(100));
        ObjectVersion empty = put(folder.key("empty"), new byte[0]);

        refuses(() -> read(key, new ByteRange(100, 1)));
        refuses(() -> read(put, new ByteRange(5000, 1)));
        refuses(() -> read(empty, new ByteRange(0, 1)));
    }

    private static void refuses(ThrowingCallable call) {
        assertThatExceptionOfType(ObjectStoreException.class)
                .isThrownBy(call)
                .matches(failure -> failure.fault() == Fault.REQUEST)
                .isNotInstanceOf(ObjectNotFound.class);
    }

    @Test
    void opensAVersionBehindANewerOne() throws IOException {
        needsVersions();
        byte[] older = random(100);
        ObjectVersion first = put(key, older);
        byte[] newer = random(100);
        ObjectVersion second = put(key, newer);

        assertThat(read(first, new ByteRange(10, 20))).isEqualTo(Arrays.copyOfRange(older, 10, 30));
        assertThat(read(second, ByteRange.whole(100))).isEqualTo(newer);
        assertThat(read(key, ByteRange.whole(100))).isEqualTo(newer);
    }

    @Test
    void opensAVersionBehindADeleteMarker() throws IOException {
        needsVersions();
        byte[] bytes = random(100);
        ObjectVersion put = put(key, bytes);
        server.hide(key);

        assertThat(store.facts(key)).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(key, ByteRange.whole(1)));
        assertThat(read(put, ByteRange.whole(100))).isEqualTo(bytes);
    }

    @Test
    void opensNoOtherVersionForOneThatIsGone() {
        needsVersions();
        ObjectVersion gone = put(key, random(10));
        put(key, random(10));
        store.deleteVersions(List.of(gone));

        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(gone, ByteRange.whole(1)));
    }

    @Test
    void closesABodyBeforeItsEnd() throws IOException {
        byte[] bytes = random(PART);
        put(key, bytes);

        try (InputStream body = store.open(key, ByteRange.whole(PART))) {
            assertThat(body.read()).isEqualTo(bytes[0] & 0xff);
        }
        assertThat(read(key, ByteRange.whole(PART))).isEqualTo(bytes);
    }

    @Test
    void skipsInABody() throws IOException {
        byte[] bytes = random(5000);
        put(key, bytes);

        try (InputStream body = store.open(key, ByteRange.whole(5000))) {
            body.skipNBytes(4000);
            assertThat(body.readAllBytes()).isEqualTo(Arrays.copyOfRange(bytes, 4000, 5000));
        }
    }

    @Test
    void findsNothingWhereNothingIs() {
        assertThat(store.facts(key)).isEmpty();
        assertThat(store.listVersions(folder)).isEmpty();
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.open(key, ByteRange.whole(1)));
        assertThatExceptionOfType(ObjectNotFound.class).isThrownBy(() -> store.tags(key));
    }
}
