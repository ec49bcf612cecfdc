package dev.tenure.catalog.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every size, every leaf and every pair of sizes up to {@value #MOST}. */
class EverySmallTreeTest {

    private static final int MOST = 40;
    private static final List<TreeHash> LEAVES = Trees.leaves(MOST);
    private static final Nodes KEPT = Trees.kept(Trees.nodes(LEAVES));
    private static final TreeHash STRANGER = TreeHash.ofLeaf(new byte[] {1, 2, 3, 4, 5});

    @Test
    void aTreeThatGrowsHasTheRootOfItsDefinition() {
        GrowingTree tree = GrowingTree.empty();
        for (int size = 0; size <= MOST; size++) {
            assertThat(tree.size()).isEqualTo(size);
            assertThat(tree.root()).isEqualTo(root(size));
            if (size < MOST) {
                tree.append(LEAVES.get(size));
            }
        }
    }

    @Test
    void aTreeTakenUpAgainGrowsOnLikeOneThatNeverStopped() {
        for (int size = 0; size <= MOST; size++) {
            GrowingTree resumed = GrowingTree.resume(size, KEPT);
            LEAVES.subList(size, MOST).forEach(resumed::append);
            assertThat(resumed.root()).isEqualTo(root(MOST));
        }
    }

    @Test
    void everyLeafIsProvenInEveryTreeAndNothingElseIs() {
        for (int size = 1; size <= MOST; size++) {
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, KEPT);
                assertThat(proof.proves(LEAVES.get(index), root(size))).isTrue();
                assertThat(proof.proves(STRANGER, root(size))).isFalse();
                assertThat(proof.proves(LEAVES.get(index), STRANGER)).isFalse();
                for (List<TreeHash> path : bent(proof.path())) {
                    assertThat(new InclusionProof(index, size, path).proves(LEAVES.get(index), root(size)))
                            .isFalse();
                }
                if (size > 1) {
                    int other = (index + 1) % size;
                    assertThat(new InclusionProof(other, size, proof.path()).proves(LEAVES.get(index), root(size)))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void everyTreeIsProvenToBeTheBeginningOfEveryLargerOne() {
        for (int from = 1; from <= MOST; from++) {
            for (int to = from; to <= MOST; to++) {
                ConsistencyProof proof = ConsistencyProof.of(from, to, KEPT);
                assertThat(proof.proves(root(from), root(to))).isTrue();
                assertThat(proof.proves(STRANGER, root(to))).isFalse();
                assertThat(proof.proves(root(from), STRANGER)).isFalse();
                for (List<TreeHash> path : bent(proof.path())) {
                    assertThat(new ConsistencyProof(from, to, path).proves(root(from), root(to)))
                            .as("%s to %s", from, to)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void whatIsNoProofCannotBeMade() {
        assertThatThrownBy(() -> InclusionProof.of(3, 3, KEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> InclusionProof.of(-1, 3, KEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(0, 3, KEPT)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.of(4, 3, KEPT)).isInstanceOf(IllegalArgumentException.class);
    }

    private static TreeHash root(int size) {
        return Trees.root(LEAVES.subList(0, size));
    }

    /** The path with one hash changed, left out, or added. */
    private static List<List<TreeHash>> bent(List<TreeHash> path) {
        List<List<TreeHash>> bent = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            List<TreeHash> changed = new ArrayList<>(path);
            changed.set(i, STRANGER);
            bent.add(changed);
            List<TreeHash> shorter = new ArrayList<>(path);
            shorter.remove(i);
            bent.add(shorter);
        }
        List<TreeHash> longer = new ArrayList<>(path);
        longer.add(STRANGER);
        bent.add(longer);
        return bent;
    }
}
