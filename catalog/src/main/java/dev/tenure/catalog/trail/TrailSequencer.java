package dev.tenure.catalog.trail;

import dev.tenure.catalog.merkle.GrowingTree;
import dev.tenure.catalog.merkle.Node;
import dev.tenure.catalog.signing.SigningKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Gives entries their leaves. Only committed entries are seen, so appends never wait; and only one sequencer works at a time over all machines, so
 * the tree has one order. A run that breaks off leaves nothing behind: the next one does all of it.
 */
public final class TrailSequencer {

    /** Entries in one transaction. Too small costs a head each, too large keeps the other sequencers waiting. */
    private static final int PAGE = 1000;

    private final JdbcTree tree;
    private final SigningKey key;
    private final Set<String> formerKeys;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    TrailSequencer(
            JdbcTree tree,
            SigningKey key,
            Set<String> formerKeys,
            InstantSource clock,
            TransactionOperations transaction) {
        this.tree = tree;
        this.key = key;
        this.formerKeys = Set.copyOf(formerKeys);
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Takes in all that is committed now; returns how many entries that were.
     *
     * @throws BrokenTree if rows of the tree were changed so that it cannot go on; nothing is written then
     */
    public long run() {
        long total = 0;
        int taken;
        do {
            taken = Objects.requireNonNull(transaction.execute(status -> take()));
            total += taken;
        } while (taken == PAGE);
        return total;
    }

    private int take() {
        tree.lock();
        List<LoggedEntry> entries = tree.pending(PAGE);
        if (entries.isEmpty()) {
            return 0;
        }
        long before = tree.size();
        GrowingTree growing = GrowingTree.resume(before, tree);
        SignedHead last = requireUntouched(before, growing);
        List<JdbcTree.Leaf> leaves = new ArrayList<>();
        List<Node> above = new ArrayList<>();
        for (LoggedEntry entry : entries) {
            long index = growing.size();
            List<Node> complete = growing.append(entry.leaf());
            leaves.add(new JdbcTree.Leaf(
                    index, entry.sequence(), complete.removeFirst().hash()));
            above.addAll(complete);
        }
        tree.addLeaves(leaves);
        tree.addNodes(above);
        tree.removePending(entries);
        TrailHead head = new TrailHead(growing.size(), growing.root(), before, after(last));
        tree.addHead(SignedHead.sign(head, key));
        return entries.size();
    }

    /** Heads never go back in time, even where a clock does: else the later of two would seem the older. */
    private Instant after(@Nullable SignedHead last) {
        Instant now = clock.instant();
        return last == null || last.head().at().isBefore(now)
                ? now
                : last.head().at();
    }

    /** Whoever cut the tree must not get the rest of it signed as a whole; and two machines with a key each are told apart here. */
    private @Nullable SignedHead requireUntouched(long size, GrowingTree growing) {
        SignedHead last = tree.latestHead().orElse(null);
        if (last == null
                ? size > 0
                : last.head().size() != size || !last.head().root().equals(growing.root())) {
            throw new BrokenTree("the trail's tree of " + size
                    + " leaves is not the one that was signed last; run: tenure verify --trail");
        }
        if (last != null && !last.keyId().equals(key.keyId()) && !formerKeys.contains(last.keyId())) {
            throw new BrokenTree("the trail's last head was signed by the key " + last.keyId()
                    + ", which is neither this machine's nor one of tenure.trail.former-keys");
        }
        return last;
    }
}
