package dev.tenure.retention.reconcile;

import dev.tenure.catalog.FolderOwner;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.Rows;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the catalog knows to be in the bucket. */
final class JdbcInventory {

    /** Where the doctor examines the store; it removes itself what it leaves there. */
    private static final String DOCTORS = "doctor/";

    private final JdbcClient database;
    private final List<FolderOwner> owners;

    JdbcInventory(JdbcClient database, List<FolderOwner> owners) {
        this.database = database;
        this.owners = List.copyOf(owners);
    }

    /**
     * Which of these nobody owns. To be asked after the listing: whatever is ours was announced before it was written.
     *
     * <p>Owned is, in the folder of an item that is kept or on its way: the recorded version of a visible object, whatever lies at the key of one that
     * is not visible (it may be under way, and goes with the item at the latest), unfinished uploads of both, and unfinished parts ({@code tail-…}) of
     * the source. All in the folder of an item that is being destroyed; all in folders that a module keeps; anchors of the trail; the ledger; the doctor's.
     */
    List<Found> unowned(Collection<Found> found) {
        List<Found> asked = found.stream()
                .filter(one -> !one.key().value().startsWith(DOCTORS))
                .toList();
        if (asked.isEmpty()) {
            return List.of();
        }
        List<Found> left = database.sql("""
                        SELECT f.n
                          FROM unnest(CAST(:keys AS text[]), CAST(:kinds AS text[]), CAST(:ids AS text[]), CAST(:folders AS uuid[]))
                               WITH ORDINALITY AS f (key, kind, id, folder, n)
                          LEFT JOIN item i ON i.id = f.folder
                          LEFT JOIN stored_object o ON o.key = f.key AND o.item_id = i.id
                         WHERE NOT coalesce(
                                   i.state = 'DESTROYING'
                                   OR (i.state NOT IN ('REJECTED', 'PURGED') AND f.kind <> 'MARKER'
                                       AND (o.status IN ('ANNOUNCED', 'DROPPED')
                                            OR (o.status = 'VISIBLE' AND (f.kind = 'UPLOAD' OR o.version_id = f.id))
                                            OR (f.kind = 'VERSION' AND f.key ~ '^[^/]+/[^/]+/source/[^/]+/tail-[0-9]+$')))
                                   OR (f.kind <> 'MARKER'
                                       AND CASE WHEN f.key ~ '^ledger/[0-9]{16}$' THEN CAST(substr(f.key, 8) AS bigint) END
                                           <= (SELECT announced FROM ledger))
                                   OR (f.kind <> 'MARKER'
                                       AND EXISTS (SELECT FROM trail_anchor a
                                                    WHERE a.key IN (f.key, regexp_replace(f.key, '[.]tst$', '.json')))),
                                   false)
                         ORDER BY f.n
                        """)
                .param("keys", asked.stream().map(one -> one.key().value()).toArray(String[]::new))
                .param("kinds", asked.stream().map(one -> one.kind().name()).toArray(String[]::new))
                .param("ids", asked.stream().map(Found::id).toArray(String[]::new))
                .param("folders", asked.stream().map(Found::folder).toArray(UUID[]::new))
                .query((row, number) -> asked.get(row.getInt("n") - 1))
                .list();
        Set<UUID> kept = kept(left);
        return left.stream().filter(one -> !kept.contains(one.folder())).toList();
    }

    private Set<UUID> kept(List<Found> found) {
        Set<UUID> folders =
                found.stream().map(Found::folder).filter(Objects::nonNull).collect(Collectors.toSet());
        Set<UUID> kept = new HashSet<>();
        if (!folders.isEmpty()) {
            owners.forEach(owner -> kept.addAll(owner.keeps(folders)));
        }
        return kept;
    }

    /**
     * A visible object as it is recorded.
     *
     * @param size plaintext bytes
     */
    record Recorded(ObjectId id, String key, String versionId, long size, int partSize) {}

    /**
     * Visible objects of items that are kept, in order of key as stores list them, of which nothing bad is known.
     *
     * @param upTo the last key; absent where all that follow are wanted
     */
    List<Recorded> recorded(String after, @Nullable String upTo, int limit) {
        return database.sql("""
                        SELECT o.id, o.key, o.version_id, o.size, o.part_size
                          FROM stored_object o JOIN item i ON i.id = o.item_id
                         WHERE o.status = 'VISIBLE' AND o.damage IS NULL
                           AND i.state IN ('STORED', 'QUARANTINED', 'READY', 'TRASHED')
                           AND o.key COLLATE "C" > :after
                           AND (CAST(:upTo AS text) IS NULL OR o.key COLLATE "C" <= CAST(:upTo AS text))
                         ORDER BY o.key COLLATE "C" LIMIT :limit
                        """)
                .param("after", after)
                .param("upTo", upTo)
                .param("limit", limit)
                .query((row, number) -> new Recorded(
                        new ObjectId(Rows.uuid(row, "id")),
                        row.getString("key"),
                        row.getString("version_id"),
                        row.getLong("size"),
                        row.getInt("part_size")))
                .list();
    }
}
