package dev.tenure.retention.digest;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Trail;
import dev.tenure.retention.digest.DigestPost.Outcome;
import dev.tenure.retention.digest.JdbcDigests.Host;
import dev.tenure.retention.policy.RuleSets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells hosts, at most once a day and only when there is news, of what goes soon and what is in the trash. An item is told of a week before its end and again
 * a day before, and anew when the date moved; of the trash once each time that it goes there.
 */
public final class Digests {

    private static final Logger LOG = LoggerFactory.getLogger(Digests.class);
    private static final Actor ACTOR = Actor.system("digest");

    /** Hosts looked up at once. */
    private static final int PAGE = 100;

    private final JdbcDigests digests;
    private final News news;
    private final RuleSets ruleSets;
    private final DigestSettings settings;
    private final Trail trail;
    private final InstantSource clock;
    private final TransactionOperations transaction;

    Digests(
            JdbcDigests digests,
            News news,
            RuleSets ruleSets,
            DigestSettings settings,
            Trail trail,
            InstantSource clock,
            TransactionOperations transaction) {
        this.digests = digests;
        this.news = news;
        this.ruleSets = ruleSets;
        this.settings = settings;
        this.trail = trail;
        this.clock = clock;
        this.transaction = transaction;
    }

    /**
     * Sends what is due; returns how many digests were taken. Ends early when the post cannot be reached: what is not told yet is told by a later run.
     */
    public int run(DigestPost post) {
        if (!post.works()) {
            return 0;
        }
        int taken = 0;
        PersonId after = null;
        List<Host> page;
        do {
            page = digests.hosts(clock.instant(), after, PAGE);
            for (Host host : page) {
                after = host.recipient().person();
                Outcome outcome;
                try {
                    outcome = tell(post, host);
                } catch (RuntimeException failure) {
                    // Whatever it is with this host, the others are to be told.
                    LOG.error("person {} could not be told of their items", after, failure);
                    continue;
                }
                if (outcome instanceof DigestPost.Unreachable(String reason)) {
                    LOG.warn("no digests can be sent now: {}", reason);
                    return taken;
                }
                taken += outcome instanceof DigestPost.Taken ? 1 : 0;
            }
        } while (page.size() == PAGE);
        return taken;
    }

    /** What became of the host's digest; null when none is due, or there is nothing to say after all. */
    private @Nullable Outcome tell(DigestPost post, Host host) {
        Instant now = clock.instant();
        ZoneId zone = ruleSets.current(host.account()).zone();
        ZonedDateTime there = now.atZone(zone);
        LocalDate today = there.toLocalDate();
        LocalDate last = host.lastDay();
        if (there.getHour() < settings.hour() || (last != null && !last.isBefore(today))) {
            return null;
        }
        News.Found found = news.of(host.recipient().person(), now);
        Digest digest = new Digest(
                host.recipient(), host.accountName(), zone, today, found.endingSection(), found.trashedSection());
        if (digest.isEmpty()) {
            // What was noted has been overtaken: extended, held, restored. Nobody needs a letter about that.
            transaction.executeWithoutResult(status -> told(found));
            return null;
        }
        Outcome outcome = post.send(digest);
        transaction.executeWithoutResult(status -> note(host, digest, found, outcome));
        return outcome;
    }

    private void note(Host host, Digest digest, News.Found found, Outcome outcome) {
        PersonId person = host.recipient().person();
        switch (outcome) {
            case DigestPost.Taken taken -> {
                told(found);
                digests.day(person, digest.day(), null);
                trail.append(
                        host.account(),
                        null,
                        ACTOR,
                        "digest.sent",
                        Map.of(
                                "person", person.toString(),
                                "ending", Long.toString(digest.ending().items()),
                                "trashed", Long.toString(digest.trashed().items())));
            }
            case DigestPost.Refused(String reason) -> {
                LOG.warn("the digest of person {} was refused: {}", person, reason);
                // Tried again tomorrow, with all that it would have said.
                digests.day(person, digest.day(), reason);
            }
            case DigestPost.Unreachable unreachable -> {}
        }
    }

    private void told(News.Found found) {
        digests.endingTold(found.ending());
        digests.trashTold(found.trashed());
    }
}
