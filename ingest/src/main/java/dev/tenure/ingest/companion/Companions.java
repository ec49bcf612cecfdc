package dev.tenure.ingest.companion;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Meeting;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.companion.DerivedObjects.Made;
import dev.tenure.ingest.companion.format.CaptionsVtt;
import dev.tenure.ingest.companion.format.CompanionFile;
import dev.tenure.ingest.companion.format.Placement;
import dev.tenure.ingest.companion.format.Reading;
import dev.tenure.ingest.companion.format.Words;
import dev.tenure.ingest.companion.format.WordsJson;
import dev.tenure.objectstore.ByteRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes items that are no recordings from STORED to READY. Words are put into one form on the way; whatever comes of that, the item goes on. A
 * call too many does nothing, a call too few only delays.
 */
public final class Companions {

    static final String WORDS = "words.json";
    static final String CAPTIONS = "captions.vtt";
    static final String TEXT = "text.txt";

    private static final Actor ACTOR = Actor.system("companion");

    /**
     * A document has {@link CompanionFile#MAX_BYTES} at most: this is long for reading and writing it, and short for somebody to wait after a crash.
     */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** Tries that never came to their end, because the process did: after as many the document is kept as it is. */
    private static final int MAX_ATTEMPTS = 20;

    private final Items items;
    private final Meetings meetings;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final Trail trail;
    private final JdbcCompanions companions;
    private final JdbcTexts texts;
    private final DerivedObjects derived;
    private final TransactionOperations transaction;

    Companions(
            Items items,
            Meetings meetings,
            StoredObjects objects,
            ItemBytes bytes,
            Trail trail,
            JdbcCompanions companions,
            JdbcTexts texts,
            DerivedObjects derived,
            TransactionOperations transaction) {
        this.items = items;
        this.meetings = meetings;
        this.objects = objects;
        this.bytes = bytes;
        this.trail = trail;
        this.companions = companions;
        this.texts = texts;
        this.derived = derived;
        this.transaction = transaction;
    }

    /** What became of the item's content; absent as long as nobody has looked, and for recordings. */
    public Optional<CompanionFacts> factsOf(ItemId item) {
        return companions.find(item);
    }

    /** How far the item's text is; absent as long as the item is not READY, and for recordings. */
    public Optional<TextFacts> textOf(ItemId item) {
        return texts.find(item);
    }

    /**
     * Makes waiting items READY; returns how many it worked on. One that fails does not keep the others waiting: all are tried, then the first
     * failure is thrown with the others attached.
     */
    public int workOn(int limit) {
        List<ItemId> waiting = companions.waiting(limit);
        RuntimeException failure = null;
        for (ItemId item : waiting) {
            try {
                prepare(item);
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return waiting.size();
    }

    /** Makes one item READY, unless somebody else does so or it is not to be. */
    void prepare(ItemId id) {
        String owner = "companion:" + UUID.randomUUID();
        if (!items.lease(id, owner, LEASE)) {
            return;
        }
        try {
            items.find(id).filter(Companions::isWaiting).ifPresent(item -> prepare(item, owner));
        } finally {
            items.release(id, owner);
        }
    }

    private static boolean isWaiting(Item item) {
        return item.state() == ItemState.STORED && item.kind() != ItemKind.RECORDING && item.problem() == null;
    }

    private void prepare(Item item, String owner) {
        int attempt = companions.begin(item.id(), LONGEST_WAIT);
        StoredObject source = objects.visible(item.id(), "source").orElseThrow();
        Optional<Words> words = Optional.empty();
        CompanionFacts facts = CompanionFacts.kept();
        if (item.kind() == ItemKind.TRANSCRIPT || item.kind() == ItemKind.CHAT) {
            switch (attempt > MAX_ATTEMPTS
                    ? new Reading.NotUnderstood("reading it never came to an end")
                    : read(source)) {
                case Reading.Understood(Words understood) -> {
                    words = Optional.of(placed(item, understood));
                    facts = facts(understood);
                }
                case Reading.NotUnderstood(String reason) -> facts = CompanionFacts.notUnderstood(reason);
            }
        }
        List<Made> made =
                words.map(understood -> objectsOf(item, source, understood)).orElse(List.of());
        publish(item, owner, facts, write(item, source, attempt, made));
    }

    private static CompanionFacts facts(Words words) {
        return new CompanionFacts(
                CompanionFacts.Outcome.NORMALISED,
                words.format(),
                words.encoding(),
                words.entries().size(),
                words.unreadCount(),
                null);
    }

    private Reading read(StoredObject source) {
        long size = source.complete().size();
        if (size > CompanionFile.MAX_BYTES) {
            return new Reading.NotUnderstood("it is larger than " + CompanionFile.MAX_BYTES + " bytes");
        }
        try (InputStream stream = bytes.open(source).open(ByteRange.whole(size))) {
            return CompanionFile.read(stream.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("stored bytes could not be read back", e);
        }
    }

    private Words placed(Item item, Words words) {
        Meeting meeting = meetings.find(item.account(), item.meeting()).orElseThrow();
        return new Placement(meeting.startsAt(), meeting.zone(), Duration.between(meeting.startsAt(), meeting.endsAt()))
                .place(words);
    }

    private static List<Made> objectsOf(Item item, StoredObject source, Words words) {
        WordsJson.Origin origin = new WordsJson.Origin(
                item.id().toString(),
                item.meeting().toString(),
                item.kind().name(),
                source.complete().sha256().hex(),
                source.complete().size());
        return List.of(
                new Made(
                        ObjectRole.RENDITION,
                        WORDS,
                        "application/json",
                        ByteBuffer.wrap(WordsJson.write(words, origin))),
                new Made(ObjectRole.CAPTIONS, CAPTIONS, "text/vtt", ByteBuffer.wrap(CaptionsVtt.write(words))),
                new Made(
                        ObjectRole.RENDITION,
                        TEXT,
                        "text/plain;charset=utf-8",
                        ByteBuffer.wrap(WordsJson.text(words))));
    }

    private Optional<List<ObjectId>> write(Item item, StoredObject source, int attempt, List<Made> made) {
        try {
            derived.dropLeftovers(item.id(), Set.of(WORDS, CAPTIONS, TEXT));
            return derived.write(item.id(), source, EnumSet.of(ItemState.STORED), Integer.toString(attempt), made);
        } catch (IOException e) {
            throw new UncheckedIOException("what was made of the document could not be stored", e);
        }
    }

    private void publish(Item item, String owner, CompanionFacts facts, Optional<List<ObjectId>> made) {
        if (made.isEmpty()) {
            return;
        }
        boolean published = Boolean.TRUE.equals(transaction.execute(status -> {
            // From here to the commit the lease is ours for sure, and the item cannot change its state.
            if (!items.lease(item.id(), owner, LEASE)) {
                return false;
            }
            objects.publish(made.get());
            companions.done(item.id(), facts);
            boolean words = facts.outcome() == CompanionFacts.Outcome.NORMALISED;
            texts.put(item.id(), new TextFacts(text(words, facts), null));
            items.progress(item.id(), owner, "ready", 1);
            trail.append(item.account(), item.id(), ACTOR, "item.looked_through", detail(facts));
            if (!items.move(item.id(), ItemState.STORED, ItemState.READY, ACTOR, null)) {
                status.setRollbackOnly();
                return false;
            }
            return true;
        }));
        if (!published) {
            objects.drop(made.get());
        }
    }

    private static TextFacts.State text(boolean words, CompanionFacts facts) {
        if (!words) {
            return TextFacts.State.WAITING;
        }
        return facts.entries() == 0 ? TextFacts.State.EMPTY : TextFacts.State.DONE;
    }

    private static Map<String, String> detail(CompanionFacts facts) {
        String format = facts.format();
        return format == null
                ? Map.of("outcome", facts.outcome().name())
                : Map.of(
                        "outcome", facts.outcome().name(),
                        "format", format,
                        "entries", Integer.toString(facts.entries()),
                        "notUnderstood", Integer.toString(facts.notUnderstood()));
    }
}
