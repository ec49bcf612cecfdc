package dev.tenure.ingest.notice;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.ItemFacts;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.Notice;
import dev.tenure.catalog.Notices;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.json.JsonValue.JsonArray;
import dev.tenure.catalog.json.JsonValue.JsonObject;
import dev.tenure.ingest.notice.JdbcEvidence.Chain;
import dev.tenure.ingest.notice.JdbcEvidence.Due;
import dev.tenure.ingest.notice.JdbcEvidence.Link;
import dev.tenure.ingest.quarantine.Quarantine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Takes and keeps evidence of notices: before a meeting's first recording, while it runs, or afterwards. */
public final class Evidence {

    /** Events taken at once. */
    public static final int MOST_AT_ONCE = 500;

    /** Events of one meeting. Ten thousand participants with ten events each. */
    private static final int MOST = 100_000;

    /** Chains looked at in one transaction each, before the next job has its turn. */
    private static final int PAGE = 500;

    private static final Duration LOOK_AGAIN = Duration.ofDays(1);

    private final JdbcEvidence evidence;
    private final Notices notices;
    private final Meetings meetings;
    private final ItemFacts facts;
    private final Quarantine quarantine;
    private final Trail trail;
    private final Ids ids;
    private final InstantSource clock;
    private final NoticeSettings settings;
    private final TransactionOperations transaction;

    Evidence(
            JdbcEvidence evidence,
            Notices notices,
            Meetings meetings,
            ItemFacts facts,
            Quarantine quarantine,
            Trail trail,
            Ids ids,
            InstantSource clock,
            NoticeSettings settings,
            TransactionOperations transaction) {
        this.evidence = evidence;
        this.notices = notices;
        this.meetings = meetings;
        this.facts = facts;
        this.quarantine = quarantine;
        this.trail = trail;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.transaction = transaction;
    }

    /** What the account wants of recordings without evidence. */
    public Revised<NoticePolicy> policy(AccountId account) {
        return evidence.policy(account);
    }

    /** Changes that for recordings that come from now on; false where the policy is another revision than was looked at. */
    public boolean policy(AccountId account, NoticePolicy policy, Expected expected, Actor actor) {
        return transaction.execute(status -> {
            evidence.lockPolicy(account);
            if (!expected.allows(evidence.policy(account).revision())) {
                return false;
            }
            evidence.policy(account, policy);
            trail.append(account, null, actor, "notice.policy-changed", Map.of("withoutEvidence", policy.name()));
            return true;
        });
    }

    /**
     * Whether there is evidence that a notice was shown or heard in the meeting: that somebody came, went or declined is none. Within a
     * transaction the answer holds until that ends: evidence that arrives meanwhile waits, and then finds what this transaction wrote.
     */
    public boolean known(AccountId account, String meeting) {
        evidence.lockMeeting(account, meeting);
        return evidence.chain(account, meeting).filter(Chain::informing).isPresent();
    }

    /** The first notice that evidence of this meeting names. Within a transaction the answer holds until that ends, as with {@link #known}. */
    public Optional<Shown> shown(AccountId account, String meeting) {
        evidence.lockMeeting(account, meeting);
        return evidence.chain(account, meeting).map(Chain::shown);
    }

    /** What became of evidence that was brought. */
    public sealed interface Taking {

        /**
         * All of it is kept.
         *
         * @param added entries that were not known before
         * @param head hash of the meeting's last entry
         */
        record Taken(int added, String head) implements Taking {}

        /** Nothing of it was kept. */
        record Refused(String explanation) implements Taking {}
    }

    private static final class Refusal extends RuntimeException {
        Refusal(String explanation) {
            super(explanation, null, false, false);
        }
    }

    /**
     * Keeps evidence, all or nothing. Events that are known by their id are passed over, so it may be sent again. Whatever was quarantined for want
     * of it alone goes on.
     *
     * @param meeting the media server's id of the meeting
     */
    public Taking take(AccountId account, String meeting, BroughtEvidence brought, Actor actor) {
        return needed(transaction.execute(status -> {
            Taking taking = takeAlong(account, meeting, brought, actor);
            if (taking instanceof Taking.Refused) {
                status.setRollbackOnly();
            }
            return taking;
        }));
    }

    /**
     * As {@link #take}, but within the caller's transaction, so that evidence is kept together with what it is evidence of. On a refusal some of it may
     * have been written already: the caller rolls back.
     */
    public Taking takeAlong(AccountId account, String meeting, BroughtEvidence brought, Actor actor) {
        if (brought.events().size() > MOST_AT_ONCE) {
            return new Taking.Refused("At most " + MOST_AT_ONCE + " events are taken at once.");
        }
        try {
            return append(account, meeting, brought.header(), brought.events(), actor);
        } catch (Refusal refused) {
            return new Taking.Refused(String.valueOf(refused.getMessage()));
        }
    }

    private Taking append(
            AccountId account,
            String meeting,
            @Nullable EvidenceHeader header,
            List<EvidenceEvent> events,
            Actor actor) {
        evidence.lockMeeting(account, meeting);
        evidence.begin(account, meeting);
        Chain before = evidence.chain(account, meeting).orElseThrow();
        if (before.length() + events.size() > MOST) {
            throw new Refusal("A meeting has at most " + MOST + " events.");
        }
        Chain chain = before;
        if (header != null) {
            Notice notice = notice(account, header.notice());
            chain = append(account, meeting, chain, null, null, EvidenceJson.header(header, notice));
            chain = informing(
                    chain,
                    notice,
                    header.capture().isEmpty()
                            ? clock.instant()
                            : header.capture().getFirst().from());
        }
        for (EvidenceEvent event : events) {
            UUID pseudonym = evidence.pseudonym(account, meeting, event.participant(), ids.next());
            Notice notice = event.notice() == null ? null : notice(account, event.notice());
            JsonObject body = EvidenceJson.event(event, pseudonym, notice, actor);
            Optional<String> known = evidence.event(account, meeting, event.id());
            if (known.isEmpty()) {
                chain = append(account, meeting, chain, event.id(), pseudonym, body);
                chain = event.type().informs() ? informing(chain, notice, event.at()) : chain;
            } else if (!EvidenceJson.sameEvent(known.get(), body)) {
                throw new Refusal("Event '" + event.id()
                        + "' is known and says something else: history is never edited; what is new is a new event.");
            }
        }
        int added = chain.length() - before.length();
        if (added > 0) {
            evidence.moveHead(account, meeting, chain);
            trail.append(
                    account,
                    null,
                    actor,
                    "notice.evidence",
                    Map.of("entries", Integer.toString(added), "head", chain.head()));
            Shown shown = chain.shown();
            if (shown != null) {
                facts.noticed(account, meeting, shown.notice(), shown.at(), actor);
            }
            facts.described(account, meeting);
            if (chain.informing()) {
                quarantine.noticed(account, meeting, actor);
            }
        }
        return new Taking.Taken(added, chain.head());
    }

    private Notice notice(AccountId account, NoticeRef named) {
        return notices.find(account, named.name(), named.version(), named.language())
                .orElseThrow(() -> new Refusal("There is no notice '" + named.name() + "' version " + named.version()
                        + " (" + named.language() + "): register it first."));
    }

    private Chain append(
            AccountId account,
            String meeting,
            Chain chain,
            @Nullable String eventId,
            @Nullable UUID pseudonym,
            JsonObject body) {
        String text = body.canonical();
        String hash = hash(chain.head(), text);
        evidence.append(account, meeting, new Link(chain.length() + 1, eventId, pseudonym, text, hash));
        return new Chain(chain.length() + 1, hash, chain.informing(), chain.shown());
    }

    /** The first notice that is named is the one that items show. */
    private static Chain informing(Chain chain, @Nullable Notice notice, Instant at) {
        Shown shown = chain.shown() == null && notice != null ? new Shown(notice.id(), at) : chain.shown();
        return new Chain(chain.length(), chain.head(), true, shown);
    }

    static String hash(String before, String body) {
        return ContentHash.sha256((before + body).getBytes(StandardCharsets.UTF_8))
                .hex();
    }

    /**
     * All that is known, as a document that needs no program of ours; empty when there is nothing.
     *
     * @param only of this pseudonym alone: what may be given to that participant
     */
    public Optional<EvidenceDocument> document(AccountId account, String meeting, @Nullable UUID only) {
        return filled(account, meeting)
                .map(chain -> new EvidenceDocument(
                        account,
                        settings,
                        clock.instant(),
                        meeting,
                        notices,
                        chain.head(),
                        () -> new Links(evidence, account, meeting, chain),
                        () -> EvidencePeople.of(evidence, meetings, account, meeting),
                        only));
    }

    /** In which hash the chain ends, and what it says of each participant, without what names them; empty when there is nothing. */
    Optional<JsonObject> summary(AccountId account, String meeting) {
        return filled(account, meeting).map(chain -> {
            ChainFacts facts = new ChainFacts();
            new Links(evidence, account, meeting, chain)
                    .forEachRemaining(link -> facts.take(link, EvidenceJson.read(link.body())));
            return JsonObject.builder()
                    .put("schema", "tenure.notice-evidence-summary/1")
                    .put("head", chain.head())
                    .put("entries", chain.length())
                    .put(
                            "participants",
                            JsonArray.of(
                                    EvidencePeople.of(evidence, meetings, account, meeting)
                                            .said(facts, null)
                                            .toList(),
                                    EvidenceJson::unnamed))
                    .build();
        });
    }

    private Optional<Chain> filled(AccountId account, String meeting) {
        return evidence.chain(account, meeting).filter(chain -> chain.length() > 0);
    }

    /**
     * Forgets who stood behind pseudonyms once all items of a meeting are gone, and the evidence itself some time later; for the job.
     *
     * @return how many meetings were looked at
     */
    public int forget() {
        List<Due> due = evidence.due(PAGE);
        for (Due chain : due) {
            transaction.executeWithoutResult(status -> {
                evidence.lockMeeting(chain.account(), chain.meeting());
                Optional<Instant> gone = goneSince(chain);
                if (gone.filter(this::over).isPresent()) {
                    evidence.delete(chain);
                    trail.append(chain.account(), null, Actor.system("ingest"), "notice.evidence-forgotten", Map.of());
                    return;
                }
                if (gone.isPresent()) {
                    evidence.forgetParticipants(chain);
                }
                evidence.lookAgain(chain, LOOK_AGAIN);
            });
        }
        return due.size();
    }

    /** Evidence of a meeting that never left a recording here counts from its last entry. */
    private Optional<Instant> goneSince(Due chain) {
        return meetings.hasItems(chain.account(), chain.meeting())
                ? meetings.goneSince(chain.account(), chain.meeting())
                : Optional.of(chain.changedAt()).filter(this::over);
    }

    private boolean over(Instant gone) {
        return gone.plus(settings.keepEvidence()).isBefore(clock.instant());
    }

    private static <T> T needed(@Nullable T value) {
        return Objects.requireNonNull(value, (Supplier<String>) () -> "the transaction had no outcome");
    }
}
