package dev.tenure.retention.fixity;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.fixity.Damage;
import dev.tenure.catalog.fixity.Verifications;
import dev.tenure.catalog.fixity.Verifications.Noted;
import dev.tenure.catalog.fixity.Verifications.Turn;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells of objects that are damaged or missing: the account, by its trail and an event, and the operator, by the log and the counts. Each thing that is
 * wrong is told of once, and once more when it is right again.
 */
public final class ObjectAlarms {

    private static final Logger LOG = LoggerFactory.getLogger(ObjectAlarms.class);

    private final Verifications verifications;
    private final Trail trail;
    private final Outbox outbox;
    private final TransactionOperations transaction;

    ObjectAlarms(Verifications verifications, Trail trail, Outbox outbox, TransactionOperations transaction) {
        this.verifications = verifications;
        this.trail = trail;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    /**
     * Notes what is wrong with an object, and tells of it where that is news.
     *
     * @param cause facts, without personal data
     * @return false where the object is of no use to anybody any more, because its item goes or it was replaced: then nothing is wrong
     */
    public boolean raise(StoredObject object, Damage damage, String cause, Actor finder, Instant now) {
        Noted noted = transaction.execute(status -> {
            Noted news = verifications.unsound(object.id(), damage, now);
            if (news == Noted.NEWS) {
                trail.append(object.account(), object.item(), finder, action(damage), detail(object, cause));
                outbox.append(
                        EventType.ITEM_DAMAGED,
                        object.item(),
                        Map.of("object", object.name(), "damage", damage.name(), "problem", cause));
            }
            return news;
        });
        if (noted == Noted.OVERTAKEN) {
            return false;
        }
        (noted == Noted.NEWS ? LOG.atError() : LOG.atWarn())
                .addKeyValue("tenure.item", object.item())
                .addKeyValue("tenure.object", object.id())
                .addKeyValue("tenure.damage", damage)
                .log("{} of item {} is {}: {}", object.key(), object.item(), damage, cause);
        return true;
    }

    /** Notes that an object is as it was written; false where the worker was overtaken. */
    boolean clear(StoredObject object, Turn turn, Actor finder, Instant began) {
        Noted noted = transaction.execute(status -> {
            Noted news = verifications.sound(turn, began);
            if (news == Noted.NEWS) {
                trail.append(object.account(), object.item(), finder, "object.sound-again", detail(object, ""));
            }
            return news;
        });
        if (noted == Noted.NEWS) {
            LOG.info("{} of item {} is as it was written again", object.key(), object.item());
        }
        return noted != Noted.OVERTAKEN;
    }

    private static String action(Damage damage) {
        return switch (damage) {
            case DAMAGED -> "object.fixity-failed";
            case MISSING -> "object.missing";
        };
    }

    private static Map<String, String> detail(StoredObject object, String cause) {
        Map<String, String> detail = new HashMap<>();
        detail.put("object", object.id().toString());
        detail.put("role", object.role().name());
        detail.put("name", object.name());
        if (!cause.isEmpty()) {
            detail.put("cause", cause);
        }
        return detail;
    }
}
