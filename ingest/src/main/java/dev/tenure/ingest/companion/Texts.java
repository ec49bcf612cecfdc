package dev.tenure.ingest.companion;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.ingest.companion.DerivedObjects.Made;
import dev.tenure.ingest.companion.TextFacts.State;
import dev.tenure.ingest.inspect.text.Extraction;
import dev.tenure.ingest.inspect.text.TextExtractor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes the text out of READY documents, one after the other, and keeps it as an object of theirs. A document is claimed for a time; a worker that
 * dies loses the claim, and another begins anew. Nobody waits for this but whoever searches.
 */
public final class Texts {

    private static final Actor ACTOR = Actor.system("companion");

    /** Longer than one document takes with all its calls to the store, so that nobody begins what somebody still works on. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    /** A machine that is busy for that often is too slow for this document. */
    private static final int MAX_ATTEMPTS = 3;

    /** States in which an item may get an object while nobody sees it: it may have been trashed meanwhile, and be restored. */
    private static final Set<ItemState> LIVING = EnumSet.of(ItemState.READY, ItemState.TRASHED);

    private final Items items;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final Trail trail;
    private final JdbcTexts texts;
    private final DerivedObjects derived;
    private final TextExtractor extractor;
    private final TransactionOperations transaction;

    Texts(
            Items items,
            StoredObjects objects,
            ItemBytes bytes,
            Trail trail,
            JdbcTexts texts,
            DerivedObjects derived,
            TextExtractor extractor,
            TransactionOperations transaction) {
        this.items = items;
        this.objects = objects;
        this.bytes = bytes;
        this.trail = trail;
        this.texts = texts;
        this.derived = derived;
        this.extractor = extractor;
        this.transaction = transaction;
    }

    /** Works on waiting documents; returns how many. What fails for no fault of a document is thrown, and is tried again when its claim ends. */
    public int workOn(int limit) {
        int worked = 0;
        while (worked < limit) {
            Optional<JdbcTexts.Claim> claim = texts.claim(CLAIM);
            if (claim.isEmpty()) {
                return worked;
            }
            extract(claim.get());
            worked++;
        }
        return worked;
    }

    private void extract(JdbcTexts.Claim claim) {
        Optional<Item> item = items.find(claim.item()).filter(found -> found.state() == ItemState.READY);
        Optional<StoredObject> source = objects.visible(claim.item(), "source");
        if (item.isEmpty() || source.isEmpty()) {
            return;
        }
        Extraction extraction = claim.attempt() > MAX_ATTEMPTS
                ? new Extraction.Failed("no try came to its end", false)
                : extractor.extract(bytes.open(source.get()), source.get().mediaType());
        switch (extraction) {
            case Extraction.Text(String text, boolean cut) ->
                keep(
                        item.get(),
                        source.get(),
                        claim,
                        text,
                        new TextFacts(State.DONE, cut ? "cut: there was more" : null));
            case Extraction.Empty() -> end(item.get(), claim, new TextFacts(State.EMPTY, null), List.of());
            case Extraction.NotSupported(String type) ->
                end(
                        item.get(),
                        claim,
                        new TextFacts(State.NOT_SUPPORTED, "nobody takes text out of " + type),
                        List.of());
            case Extraction.Failed(String reason, boolean again) -> {
                if (!again || claim.attempt() >= MAX_ATTEMPTS) {
                    end(item.get(), claim, new TextFacts(State.FAILED, reason), List.of());
                }
            }
        }
    }

    private void keep(Item item, StoredObject source, JdbcTexts.Claim claim, String text, TextFacts facts) {
        Made made = new Made(
                ObjectRole.RENDITION,
                Companions.TEXT,
                "text/plain;charset=utf-8",
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        try {
            derived.write(item.id(), source, LIVING, "text-" + claim.attempt(), List.of(made))
                    .ifPresent(written -> end(item, claim, facts, written));
        } catch (IOException e) {
            throw new UncheckedIOException("the text of a document could not be stored", e);
        }
    }

    private void end(Item item, JdbcTexts.Claim claim, TextFacts facts, List<ObjectId> written) {
        boolean ended = Boolean.TRUE.equals(transaction.execute(status -> {
            boolean living = items.lock(item.id())
                    .filter(now -> LIVING.contains(now.state()))
                    .isPresent();
            if (!living || !texts.end(claim, facts)) {
                return false;
            }
            if (!written.isEmpty()) {
                objects.publish(written);
            }
            trail.append(
                    item.account(),
                    item.id(),
                    ACTOR,
                    "item.text",
                    Map.of("state", facts.state().name()));
            return true;
        }));
        if (!ended) {
            objects.drop(written);
        }
    }
}
