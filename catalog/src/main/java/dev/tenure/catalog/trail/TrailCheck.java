package dev.tenure.catalog.trail;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Recomputes the whole trail from its entries and names the first row that is not what was appended and signed: changed, removed, reordered,
 * inserted, or the tail cut off. Reads page by page, in one snapshot, so appends go on meanwhile.
 *
 * <p>A tail that was cut off together with all heads that covered it leaves rows that are whole in themselves. Only heads that are kept elsewhere
 * show it: anchors, and whatever auditors have.
 */
public final class TrailCheck {

    private final JdbcCheckedRows rows;
    private final JdbcTree tree;
    private final Set<String> keyIds;
    private final TransactionTemplate snapshot;

    TrailCheck(JdbcCheckedRows rows, JdbcTree tree, PlatformTransactionManager transactions, Set<String> keyIds) {
        this.rows = rows;
        this.tree = tree;
        this.keyIds = Set.copyOf(keyIds);
        this.snapshot = new TransactionTemplate(transactions);
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /**
     * The check without a server.
     *
     * @param keyIds the keys that may have signed heads; empty accepts any, and then a forger's own as well
     */
    public static TrailCheck of(DataSource database, Set<String> keyIds) {
        return new TrailCheck(
                JdbcCheckedRows.of(database), JdbcTree.of(database), new JdbcTransactionManager(database), keyIds);
    }

    /**
     * Recomputes the trail.
     *
     * @param known heads that were kept outside the database: the trail must be their continuation
     */
    public TrailReport run(Collection<SignedHead> known) {
        return Objects.requireNonNull(
                snapshot.execute(status -> new Recomputation(rows, tree, keyIds, known).report()));
    }
}
