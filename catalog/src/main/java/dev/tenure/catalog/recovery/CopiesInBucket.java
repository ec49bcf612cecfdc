package dev.tenure.catalog.recovery;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ContentHash;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.json.MalformedJson;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.Listing;
import dev.tenure.objectstore.ListingMark;
import dev.tenure.objectstore.ObjectStore;
import dev.tenure.objectstore.ObjectVersion;
import dev.tenure.objectstore.sealing.DataKey;
import dev.tenure.objectstore.sealing.KeyUnavailable;
import dev.tenure.objectstore.sealing.PartSeal;
import dev.tenure.objectstore.sealing.RecoveryKey;
import dev.tenure.objectstore.sealing.SealBinding;
import dev.tenure.objectstore.sealing.SealBroken;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.objectstore.sealing.SealedTransfers;
import dev.tenure.objectstore.sealing.TransferBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the copies of items in a bucket, and reads of each item the newest. */
final class CopiesInBucket {

    private static final String ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final Pattern KEY = Pattern.compile("(" + ID + ")/(" + ID + ")/" + ObjectRole.RECOVERY.word()
            + "/(\\d{1,9})/" + Pattern.quote(ItemCopies.NAME));

    /** Copies are small; this is room for one that is not. */
    private static final long MEMORY = 64 << 20;

    private final ObjectStore store;
    private final RecoveryKey key;
    private final Set<String> signers;
    private final SealedTransfers transfers;

    CopiesInBucket(ObjectStore store, RecoveryKey key, Set<String> signers) {
        this.store = store;
        this.key = key;
        this.signers = signers;
        this.transfers = new SealedTransfers(store, new TransferBudget(MEMORY / 2, MEMORY));
    }

    /**
     * A copy that was read.
     *
     * @param sha256 of the text
     */
    record Copy(
            UUID item,
            UUID object,
            SealBinding binding,
            DataKey key,
            KeptRows rows,
            long size,
            ContentHash sha256,
            String versionId) {

        /** How often the item's row had changed when it was written. */
        long revision() {
            return rows.rows().stream()
                    .filter(row -> row.table().equals("item"))
                    .map(row -> Pattern.compile("\"revision\": (\\d+)").matcher(row.text()))
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .findFirst()
                    .orElse(0L);
        }
    }

    /**
     * Reads all copies.
     *
     * @param ended whether an item ended: then its copy is left alone
     * @param copies takes the newest copy of each other item
     * @param stayed hears of copies of items that ended
     * @param unreadable hears why a copy could not be read
     */
    void each(Predicate<UUID> ended, Consumer<Copy> copies, Consumer<UUID> stayed, Consumer<String> unreadable) {
        Newest newest = new Newest();
        ListingMark mark = ListingMark.START;
        while (mark != null) {
            Listing<ObjectVersion> page = store.listAll(mark);
            for (ObjectVersion version : page.entries()) {
                Matcher name = KEY.matcher(version.key().value());
                if (name.matches() && !version.deleteMarker()) {
                    newest.take(new Found(name, version))
                            .ifPresent(one -> read(one, ended, copies, stayed, unreadable));
                }
            }
            mark = page.next().orElse(null);
        }
        newest.last().ifPresent(one -> read(one, ended, copies, stayed, unreadable));
    }

    private record Found(UUID account, UUID item, int attempt, ObjectVersion version) {

        Found(Matcher name, ObjectVersion version) {
            this(
                    UUID.fromString(name.group(1)),
                    UUID.fromString(name.group(2)),
                    Integer.parseInt(name.group(3)),
                    version);
        }
    }

    /** Keys come in order, so all of an item's come one behind the other. */
    private static final class Newest {

        private Optional<Found> best = Optional.empty();

        /** The newest of the item before, when this is the first of another. */
        Optional<Found> take(Found next) {
            Optional<Found> before = best;
            if (before.isPresent() && before.get().item().equals(next.item())) {
                // Of versions of one key the newest comes first; the one that was written first counts.
                if (next.attempt() >= before.get().attempt()) {
                    best = Optional.of(next);
                }
                return Optional.empty();
            }
            best = Optional.of(next);
            return before;
        }

        Optional<Found> last() {
            return best;
        }
    }

    private void read(
            Found found,
            Predicate<UUID> ended,
            Consumer<Copy> copies,
            Consumer<UUID> stayed,
            Consumer<String> unreadable) {
        if (ended.test(found.item())) {
            stayed.accept(found.item());
            return;
        }
        try {
            copies.accept(read(found));
        } catch (KeyUnavailable | IllegalArgumentException | SealBroken e) {
            unreadable.accept("item " + found.item() + ": " + e.getMessage());
        } catch (IOException brokeOff) {
            throw new UncheckedIOException("the object " + found.version().key() + " broke off", brokeOff);
        }
    }

    private Copy read(Found found) throws IOException {
        Map<String, String> tags = store.tags(found.version().key()).values();
        AccountId account = new AccountId(found.account());
        ItemId item = new ItemId(found.item());
        SealBinding binding = StoredObject.keyBinding(account, item);
        DataKey data = key.open(tag(tags, ItemCopies.KEY), binding);
        UUID object = UUID.fromString(tag(tags, ItemCopies.OBJECT));
        long size = Long.parseLong(tag(tags, ItemCopies.SIZE));
        SealedLayout layout = new SealedLayout(size, SealedLayout.partSizeFor(1));
        PartSeal seal = new PartSeal(data, new SealBinding(binding.value() + "/" + object));
        byte[] text;
        try (InputStream in = transfers.object(found.version(), layout, seal).open(new ByteRange(0, size))) {
            text = in.readAllBytes();
        }
        return new Copy(
                found.item(),
                object,
                binding,
                data,
                KeptRows.open(text, found.version().key().value(), signers),
                size,
                sha256(text),
                found.version().versionId());
    }

    private static String tag(Map<String, String> tags, String name) {
        String value = tags.get(name);
        if (value == null) {
            throw new MalformedJson("its copy has no tag " + name);
        }
        return value;
    }

    private static ContentHash sha256(byte[] text) {
        try {
            return ContentHash.of(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
