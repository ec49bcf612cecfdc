package dev.tenure.retention.reconcile;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.reconcile.JdbcOrphans.Group;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Tells of orphans once: the account that they lie below by its trail, an entry for each folder, and the operator by the log. */
final class OrphanAlarms {

    private static final Logger LOG = LoggerFactory.getLogger(OrphanAlarms.class);

    /** Folders looked up at once. */
    private static final int PAGE = 100;

    private final JdbcOrphans orphans;
    private final Trail trail;
    private final TransactionOperations transaction;

    OrphanAlarms(JdbcOrphans orphans, Trail trail, TransactionOperations transaction) {
        this.orphans = orphans;
        this.trail = trail;
        this.transaction = transaction;
    }

    /**
     * Tells of all that were first seen before this instant, and of which nobody was told; returns how many orphans.
     */
    int tell(Instant seenBefore, Instant now) {
        int told = 0;
        List<Group> page;
        do {
            page = orphans.untold(seenBefore, PAGE);
            for (Group group : page) {
                told += tell(group, seenBefore, now);
            }
        } while (page.size() == PAGE);
        return told;
    }

    private int tell(Group group, Instant seenBefore, Instant now) {
        Integer told = transaction.execute(status -> {
            int count = orphans.told(group, seenBefore, now);
            AccountId account = group.account();
            if (count > 0 && account != null) {
                trail.append(account, group.item(), Comparison.ACTOR, "orphan.found", detail(group, count));
            }
            return count;
        });
        if (told == null || told == 0) {
            return 0;
        }
        LOG.atError()
                .addKeyValue("tenure.account", group.account())
                .addKeyValue("tenure.folder", group.folder())
                .addKeyValue("tenure.orphans", told)
                .log("the bucket has {} objects that nobody owns, {} bytes, {}", told, group.bytes(), where(group));
        return told;
    }

    private static Map<String, String> detail(Group group, int count) {
        Map<String, String> detail = new HashMap<>();
        detail.put("orphans", Integer.toString(count));
        detail.put("bytes", Long.toString(group.bytes()));
        if (group.folder() != null) {
            detail.put("folder", group.folder().toString());
        }
        if (group.state() != null) {
            detail.put("state", group.state().name());
        }
        return detail;
    }

    private static String where(Group group) {
        if (group.account() == null) {
            return "below no account of ours";
        }
        return "below account " + group.account()
                + (group.folder() == null ? "" : " in folder " + group.folder())
                + (group.state() == null ? "" : " of an item that is " + group.state());
    }
}
