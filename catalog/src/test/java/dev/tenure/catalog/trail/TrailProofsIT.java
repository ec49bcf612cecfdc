package dev.tenure.catalog.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.CatalogWorld;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.Trail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(CatalogWorld.Shared.class)
class TrailProofsIT {

    private final CatalogWorld shared;
    private TrailWorld world;
    private AccountId account;
    private TrailProofs proofs;

    TrailProofsIT(CatalogWorld shared) {
        this.shared = shared;
    }

    @BeforeEach
    void begin() {
        world = new TrailWorld(shared);
        account = world.anAccount();
        proofs = world.the(TrailProofs.class);
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    @Test
    void everyEntryIsProvenByAFileThatSaysWhatHappened() {
        ItemId item = world.anItem(account);
        world.entries(account, 4, 5);
        List<Trail.Entry> entries = world.trail().page(account, null, 100);
        assertThat(entries).hasSize(10);
        assertThat(entries.getFirst().item()).isEqualTo(item);
        for (Trail.Entry entry : entries) {
            TrailVerdict verdict = verify(proof(entry.sequence()));
            assertThat(verdict).asInstanceOf(type(TrailVerdict.Included.class)).satisfies(included -> {
                assertThat(included.entry().sequence()).isEqualTo(entry.sequence());
                assertThat(included.entry().action()).isEqualTo(entry.action());
                assertThat(included.entry().at()).isEqualTo(entry.at());
                assertThat(included.detail()).isNotNull();
                assertThat(included.head().head().size()).isEqualTo(10);
            });
        }
    }

    @Test
    void anyChangeOfAProofIsFound() {
        world.entries(account, 3, 2);
        String proof = proof(2);
        assertThat(verify(proof)).isInstanceOf(TrailVerdict.Included.class);
        for (int i = 0; i < proof.length(); i++) {
            char changed = proof.charAt(i) == '0' ? '1' : '0';
            String forged = proof.substring(0, i) + changed + proof.substring(i + 1);
            assertThat(verify(forged)).as(forged).isNotInstanceOf(TrailVerdict.Included.class);
        }
    }

    @Test
    void anErasedDetailLeavesAProofOfTheRest() {
        ItemId item = world.anItem(account);
        world.the(TrailSequencer.class).run();
        long sequence = world.trail().of(account, item).getFirst().sequence();
        world.application()
                .sql("DELETE FROM trail_detail WHERE sequence = :sequence")
                .param("sequence", sequence)
                .update();

        assertThat(world.trail().of(account, item)).singleElement().satisfies(entry -> {
            assertThat(entry.actor()).isNull();
            assertThat(entry.detail()).isEmpty();
            assertThat(entry.action()).isEqualTo("item.receiving");
        });
        assertThat(verify(proof(sequence)))
                .asInstanceOf(type(TrailVerdict.Included.class))
                .satisfies(included -> assertThat(included.detail()).isNull());
        assertThat(world.check().finding()).isEmpty();
    }

    @Test
    void everyHeadIsProvenToBeTheBeginningOfEveryLaterOne() {
        world.entries(account, 1, 2, 3, 1, 4, 5, 1);
        List<SignedHead> heads = world.heads();
        assertThat(heads).hasSize(7);
        for (int from = 0; from < heads.size(); from++) {
            for (int to = from; to < heads.size(); to++) {
                String proof = proofs.consistency(
                                heads.get(from).head().size(),
                                heads.get(to).head().size())
                        .orElseThrow();
                assertThat(verify(proof)).isInstanceOf(TrailVerdict.Consistent.class);
            }
        }
        assertThat(proofs.consistency(2, 3)).as("2 was never signed").isEmpty();
        assertThat(proofs.consistency(3, 1)).isEmpty();
    }

    @Test
    void onlyTheKeyThatIsAskedForWillDo() {
        world.entries(account, 2, 1);
        String own = world.heads().getFirst().keyId();
        for (String file : List.of(
                proof(1),
                world.heads().getLast().text(),
                proofs.consistency(2, 3).orElseThrow())) {
            byte[] bytes = TrailWorld.utf8(file);
            assertThat(TrailVerifier.recognises(bytes)).isTrue();
            assertThat(TrailVerifier.ofKey(own).verify(bytes)).isNotInstanceOf(TrailVerdict.Invalid.class);
            assertThat(TrailVerifier.ofKey("0".repeat(64)).verify(bytes)).isInstanceOf(TrailVerdict.Invalid.class);
        }
        assertThat(TrailVerifier.recognises(TrailWorld.utf8("{\"certificate\": {}, \"signature\": {}}")))
                .isFalse();
    }

    @Test
    void aForeignAccountLearnsNothingAndAWaitingEntryIsSaidToWait() {
        world.entries(account, 2);
        AccountId stranger = world.anAccount();
        assertThat(proofs.inclusion(stranger, 1)).isEqualTo(proofs.inclusion(stranger, 4711));
        assertThat(proofs.inclusion(stranger, 1)).isInstanceOf(TrailProofs.Inclusion.Unknown.class);
        world.trail().append(account, null, TrailWorld.ACTOR, "test.waits", Map.of());
        assertThat(proofs.inclusion(account, 3)).isInstanceOf(TrailProofs.Inclusion.Pending.class);
        assertThat(world.trail().page(stranger, null, 10)).isEmpty();
    }

    @Test
    void theTrailIsReadPageByPage() {
        world.entries(account, 7);
        List<Trail.Entry> first = world.trail().page(account, null, 5);
        List<Trail.Entry> second = world.trail().page(account, first.getLast().sequence(), 5);
        assertThat(first).hasSize(5);
        assertThat(second).hasSize(2);
        assertThat(second.getFirst().sequence()).isGreaterThan(first.getLast().sequence());
    }

    private String proof(long sequence) {
        if (proofs.inclusion(account, sequence) instanceof TrailProofs.Inclusion.Proven(String json)) {
            return json;
        }
        throw new AssertionError("no proof of " + sequence);
    }

    private static TrailVerdict verify(String file) {
        return TrailVerifier.ofAnyKey().verify(TrailWorld.utf8(file));
    }
}
