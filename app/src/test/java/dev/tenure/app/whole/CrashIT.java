package dev.tenure.app.whole;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One recording lives its whole life while its server dies at every step of it, on a database and a bucket that live on. {@code
 * -Dcrash.lives=all} adds the lives in which it dies before, and after, each of the steps.
 */
@ExtendWith(World.Shared.class)
@Execution(ExecutionMode.CONCURRENT)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {

    /** The steps in the order of a life. Each is reached anew after the death before it. */
    private static final List<String> STEPS = List.of(
            "Items.announce",
            "ObjectStore.put",
            "ObjectStore.beginUpload",
            "ObjectStore.uploadPart",
            "ObjectStore.completeUpload",
            "StoredObjects.publish",
            "Items.move.STORED",
            "StoredObjects.announce.PLAYLIST",
            "Items.move.READY",
            "Items.classify",
            "Endings.destroy",
            "ObjectStore.deleteVersions",
            "Endings.purge");

    private final World world;
    private final LastingParts parts;

    CrashIT(World world) {
        this.world = world;
        parts = new LastingParts(world.directory("crash").resolve("parts"));
    }

    @AfterAll
    void stop() {
        parts.close();
    }

    static Stream<List<String>> lives() {
        List<String> mixed = List.of(
                "after Items.announce",
                "after ObjectStore.put",
                "after ObjectStore.beginUpload",
                "after ObjectStore.uploadPart",
                "before answer.PATCH",
                "after ObjectStore.completeUpload",
                "after Items.move.STORED",
                "after StoredObjects.announce.PLAYLIST",
                "before Items.move.READY",
                "after Endings.destroy",
                "after ObjectStore.deleteVersions",
                "after Endings.purge");
        return "all".equals(System.getProperty("crash.lives"))
                ? Stream.of(mixed, each("before "), each("after "))
                : Stream.of(mixed);
    }

    private static List<String> each(String when) {
        return STEPS.stream().map(step -> when + step).toList();
    }

    @ParameterizedTest
    @MethodSource("lives")
    void losesNothingAndDoesNothingTwiceWhereverTheServerDies(List<String> deaths) throws SQLException {
        String bucket = "life-" + Integer.toHexString(deaths.hashCode());
        LastingParts.Share share = parts.share(bucket);
        byte[] source = Clips.padded(world.clips().foreign(), 9 << 20);
        try (MortalLife life =
                new MortalLife(world.directory(bucket), share.environment(), world.clock(), source, deaths)) {
            life.live();
            try (Connection database = share.database()) {
                life.assertProvenGone(share.store(), database);
            }
        }
    }

    /** What clients lost sight of: answers that never came, uploads that are joined, terminated and left alone. */
    @Test
    void keepsWhatWasAcknowledgedAndLeavesNothingBehind() throws SQLException {
        LastingParts.Share share = parts.share("uploads");
        byte[] source = Clips.padded(world.clips().playable(), 9 << 20);
        try (Connection database = share.database();
                UploadLives lives = new UploadLives(
                        world.directory("uploads"), share.environment(), world.clock(), database, source)) {
            lives.liveAndDie();
            lives.assertNothingElseLeft(share.store());
        }
    }
}
