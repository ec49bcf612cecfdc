package dev.tenure.catalog.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.timestamp.AuthorityServer;
import dev.tenure.catalog.timestamp.TimestampToken;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.ObjectTags;
import dev.tenure.objectstore.ObjectVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

@ExtendWith(CatalogWorld.Shared.class)
class TrailAnchorsIT {

    private final CatalogWorld shared;

    TrailAnchorsIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @Test
    void eachHeadIsPutIntoTheBucketOnceAndUnderItsDateAndSize() throws IOException {
        try (TrailWorld world = new TrailWorld(shared)) {
            AccountId account = world.anAccount();
            TrailAnchors anchors = world.the(TrailAnchors.class);
            assertThat(anchors.run().whole()).isTrue();
            assertThat(keys(world)).as("nothing happened yet").isEmpty();

            world.entries(account, 3);
            anchors.run();
            anchors.run();
            world.entries(account, 2);
            anchors.run();

            List<SignedHead> heads = world.heads();
            assertThat(keys(world)).containsExactly(key(heads.getFirst()), key(heads.getLast()));
            assertThat(anchors.kept()).isEqualTo(heads.reversed());
        }
    }

    @Test
    void whatWasWrittenOverLaterDoesNotCount() throws IOException {
        try (TrailWorld world = new TrailWorld(shared)) {
            world.entries(world.anAccount(), 3);
            TrailAnchors anchors = world.the(TrailAnchors.class);
            anchors.run();
            ObjectVersion first =
                    world.store().listVersions(TrailAnchors.PREFIX).getFirst();
            world.store().put(first.key(), TrailWorld.utf8("forged"), "application/json", ObjectTags.none());

            assertThat(anchors.kept()).isEqualTo(world.heads());
            assertThat(anchors.run().whole()).isTrue();
        }
    }

    @Test
    void aTrailWhoseTailWasCutWithAllThatCoveredItIsHeldAgainstItsAnchorAndNotAnchoredAgain() throws IOException {
        try (TrailWorld world = new TrailWorld(shared)) {
            AccountId account = world.anAccount();
            world.entries(account, 4, 4);
            TrailAnchors anchors = world.the(TrailAnchors.class);
            anchors.run();
            JdbcClient owner = world.owner();
            for (String table :
                    List.of("trail_anchor", "trail_head", "trail_node", "trail_leaf", "trail_detail", "trail_entry")) {
                owner.sql("ALTER TABLE " + table + " DISABLE TRIGGER USER").update();
            }
            owner.sql("DELETE FROM trail_anchor").update();
            owner.sql("DELETE FROM trail_head WHERE size > 4").update();
            owner.sql("DELETE FROM trail_node WHERE ((index + 1) << level) > 4").update();
            owner.sql("DELETE FROM trail_leaf WHERE index >= 4").update();
            owner.sql("DELETE FROM trail_detail WHERE sequence > 4").update();
            owner.sql("DELETE FROM trail_entry WHERE sequence > 4").update();
            assertThat(world.check().whole()).as("in itself").isTrue();

            TrailReport report = anchors.run();

            assertThat(report.finding()).hasValueSatisfying(finding -> {
                assertThat(finding.table()).isEqualTo("trail_leaf");
                assertThat(finding.key()).isEqualTo("4");
            });
            assertThat(keys(world)).hasSize(1);
        }
    }

    @Test
    void aTimestampLiesBesideTheHeadAndInItsRow() throws IOException {
        try (AuthorityServer authority = new AuthorityServer();
                TrailWorld world = new TrailWorld(
                        shared,
                        Map.of(
                                "tenure.trail.timestamp-authority",
                                authority.address().toString()))) {
            world.entries(world.anAccount(), 2);
            world.the(TrailAnchors.class).run();

            byte[] head = TrailWorld.utf8(world.heads().getFirst().text());
            byte[] row = world.owner()
                    .sql("SELECT token FROM trail_anchor")
                    .query(byte[].class)
                    .single();
            ObjectVersion beside = world.store().listVersions(TrailAnchors.PREFIX).stream()
                    .filter(version -> version.key().value().endsWith(".tst"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream object = world.store().open(beside, ByteRange.whole(beside.size()))) {
                assertThat(object.readAllBytes()).isEqualTo(row);
            }
            assertThat(TimestampToken.check(row, head, null).at()).isEqualTo(AuthorityServer.SEEN);
            assertThat(world.check().whole()).isTrue();

            world.owner().sql("ALTER TABLE trail_anchor DISABLE TRIGGER USER").update();
            world.owner().sql("UPDATE trail_anchor SET token = sha256(token)").update();
            assertThat(world.check().finding()).hasValueSatisfying(finding -> {
                assertThat(finding.table()).isEqualTo("trail_anchor");
                assertThat(finding.key()).isEqualTo("2");
            });
        }
    }

    @Test
    void anAuthorityThatIsAwayKeepsNoHeadFromBeingAnchored() throws IOException {
        AuthorityServer authority = new AuthorityServer();
        authority.close();
        try (TrailWorld world = new TrailWorld(
                shared,
                Map.of("tenure.trail.timestamp-authority", authority.address().toString()))) {
            world.entries(world.anAccount(), 2);
            world.the(TrailAnchors.class).run();
            assertThat(keys(world)).containsExactly(key(world.heads().getFirst()));
        }
    }

    private static List<String> keys(TrailWorld world) {
        return world.store().listVersions(TrailAnchors.PREFIX).stream()
                .map(version -> version.key().value())
                .toList();
    }

    private static String key(SignedHead head) {
        return "trail/heads/" + Microseconds.text(head.head().at()).substring(0, 10)
                + String.format("/%016d.json", head.head().size());
    }
}
