package dev.tenure.objectstore.strict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tenure.objectstore.strict.OpenUpload.NamedPart;
import dev.tenure.objectstore.strict.StrictBucket.Versioning;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The rules of a bucket that no adapter of ours comes across. */
class StrictBucketTest {

    private static final int MIN_PART = 5 << 20;

    private final StrictBucket bucket = new StrictBucket("rules", false, new MovableClock(), new Defects());

    private StoredVersion put(String key) {
        return bucket.put(key, Content.of(new byte[1]), Description.of("text/plain", Map.of()), Condition.ALWAYS);
    }

    private List<StoredVersion> listed() {
        return bucket.versions("", "", "", Page.MAX).entries().stream()
                .map(Listed::version)
                .toList();
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(S3Refusal.class)
                .isThrownBy(call)
                .matches(refusal -> refusal.code().equals(code), code);
    }

    @Test
    void replacesAndDeletesForGoodWithoutVersions() {
        put("a");
        StoredVersion second = put("a");

        assertThat(second.id()).isEqualTo("null");
        assertThat(listed()).containsExactly(second);
        assertThat(bucket.hide("a")).isEmpty();
        assertThat(listed()).isEmpty();
    }

    @Test
    void keepsTheNullVersionFromBeforeItKeptVersions() {
        StoredVersion before = put("a");
        bucket.versioning(Versioning.ENABLED);
        StoredVersion after = put("a");

        assertThat(listed()).containsExactly(after, before);
        StoredVersion marker = bucket.hide("a").orElseThrow();
        assertThat(listed()).containsExactly(marker, after, before);
        assertThat(bucket.versions("", "", "", 1).entries().getFirst().latest()).isTrue();
        assertThat(bucket.versions("", "a", marker.id(), 1).entries()).containsExactly(new Listed(after, false));
    }

    @Test
    void replacesOnlyTheNullVersionWhileSuspended() {
        bucket.versioning(Versioning.ENABLED);
        StoredVersion kept = put("a");
        bucket.versioning(Versioning.SUSPENDED);
        put("a");
        StoredVersion last = put("a");
        assertThat(listed()).containsExactly(last, kept);

        StoredVersion marker = bucket.hide("a").orElseThrow();
        assertThat(marker.id()).isEqualTo("null");
        assertThat(listed()).containsExactly(marker, kept);
    }

    @Test
    void neverSuspendsVersionsThatMayBeLocked() {
        StrictBucket lockable = new StrictBucket("locks", true, new MovableClock(), new Defects());

        assertThat(lockable.versioning()).isEqualTo(Versioning.ENABLED);
        assertRefused("InvalidBucketState", () -> lockable.versioning(Versioning.SUSPENDED));
    }

    @Test
    void makesNoObjectOutOfPartsThatAreNotThoseItHas() {
        String id = bucket.begin("a", Description.none()).id();
        NamedPart small = sent(id, 1, 10);
        NamedPart large = sent(id, 2, MIN_PART);
        NamedPart last = sent(id, 3, 1);

        assertRefused("EntityTooSmall", () -> complete(id, small, large));
        assertRefused("InvalidPartOrder", () -> complete(id, last, large));
        assertRefused("InvalidPartOrder", () -> complete(id, large, large));
        assertRefused("InvalidPart", () -> complete(id, large, new NamedPart(4, last.etag())));
        assertRefused("InvalidPart", () -> complete(id, large, new NamedPart(3, large.etag())));
        assertRefused("MalformedXML", () -> complete(id));
        assertRefused("InvalidArgument", () -> sent(id, 10_001, 1));
        assertRefused("InvalidArgument", () -> sent(id, 0, 1));
        assertRefused("NoSuchUpload", () -> bucket.abort("b", id));

        StoredVersion whole = complete(id, large, last);
        assertThat(whole.content().size()).isEqualTo(MIN_PART + 1);
        assertThat(whole.content().etag()).endsWith("-2");
        assertRefused("NoSuchUpload", () -> complete(id, large, last));
    }

    private NamedPart sent(String id, int number, int size) {
        var part = bucket.send("a", id, number, Content.of(new byte[size]));
        return new NamedPart(number, part.content().etag());
    }

    private StoredVersion complete(String id, NamedPart... parts) {
        return bucket.complete("a", id, List.of(parts), Condition.ALWAYS);
    }

    @Test
    void listsKeysInTheOrderOfTheirBytes() {
        StoredVersion emoji = put("\uD83D\uDE00");
        StoredVersion fullWidth = put("\uFF21");
        StoredVersion ascii = put("z");

        assertThat(listed()).containsExactly(ascii, fullWidth, emoji);
    }
}
