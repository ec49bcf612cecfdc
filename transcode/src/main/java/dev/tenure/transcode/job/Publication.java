package dev.tenure.transcode.job;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.ItemBytes;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.NoticeId;
import dev.tenure.catalog.NoticesOnMedia;
import dev.tenure.catalog.ObjectId;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.OnMedia;
import dev.tenure.catalog.Outbox;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.catalog.Trail;
import dev.tenure.catalog.processing.Processings;
import dev.tenure.objectstore.sealing.SealedLayout;
import dev.tenure.transcode.OutputFile;
import dev.tenure.transcode.media.MediaException;
import dev.tenure.transcode.media.MediaFailure;
import dev.tenure.transcode.media.Progress;
import dev.tenure.transcode.plan.MediaNotice;
import dev.tenure.transcode.plan.TranscodePlan;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** Seals a rendition into the bucket and makes it visible in one transaction: all of it once, or none of it. */
final class Publication {

    private static final Actor TRANSCODE = Actor.system("transcode");

    /** The roles that only this job makes. */
    static final Set<ObjectRole> OURS = EnumSet.of(
            ObjectRole.RENDITION, ObjectRole.PLAYLIST, ObjectRole.AUDIO, ObjectRole.POSTER, ObjectRole.STORYBOARD);

    /** Place of the attempt in a key: {@code <account>/<item>/<role>/<attempt>/<name>}. */
    private static final int KEY_ATTEMPT = 3;

    private final Items items;
    private final Processings processings;
    private final Trail trail;
    private final Outbox outbox;
    private final NoticesOnMedia onMedia;
    private final StoredObjects objects;
    private final ItemBytes bytes;
    private final TransactionOperations transactions;

    Publication(
            Items items,
            Processings processings,
            StoredObjects objects,
            ItemBytes bytes,
            Told told,
            TransactionOperations transactions) {
        this.items = items;
        this.processings = processings;
        this.trail = told.trail();
        this.outbox = told.outbox();
        this.onMedia = told.onMedia();
        this.objects = objects;
        this.bytes = bytes;
        this.transactions = transactions;
    }

    /** Where it is told what happened, and what of a notice there is in the files. */
    record Told(Trail trail, Outbox outbox, NoticesOnMedia onMedia) {}

    /** Publishes the outputs; those of a READY item in place of what there was in their roles. */
    void publish(Run run, Notes notes, Rendition rendition) throws IOException {
        ItemId item = run.item().id();
        Set<ObjectRole> roles = rendition.outputs().stream()
                .map(output -> role(output.kind()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ObjectRole.class)));
        String label = label(notes.attempt(), giveUpLeftovers(run));
        Progress progress = run.enter("publish");
        long total =
                rendition.outputs().stream().mapToLong(OutputFile::sizeBytes).sum();
        long written = 0;
        List<ObjectId> made = new ArrayList<>();
        for (OutputFile output : rendition.outputs()) {
            run.checkpoint();
            StoredObject object = objects.announce(
                            item,
                            EnumSet.of(run.item().state()),
                            role(output.kind()),
                            label,
                            output.fileName(),
                            SealedLayout.partSizeFor(output.sizeBytes()),
                            output.contentType())
                    .orElseThrow(Publication::taken);
            try (InputStream file = Files.newInputStream(rendition.directory().resolve(output.fileName()));
                    InputStream watched = new WatchedStream(file, run::checkpoint, progress, written, total)) {
                objects.complete(object.id(), bytes.write(object, watched, rendition.tags()));
            }
            made.add(object.id());
            written += output.sizeBytes();
        }
        if (!makeReady(run, notes.plan(), made, roles)) {
            objects.drop(made);
            throw taken();
        }
    }

    private boolean makeReady(Run run, TranscodePlan plan, List<ObjectId> made, Set<ObjectRole> roles) {
        ItemId item = run.item().id();
        return Boolean.TRUE.equals(transactions.execute(status -> {
            // From here to the commit the lease is ours for sure, and the item cannot change its state.
            if (!run.lease().renew()) {
                return false;
            }
            objects.drop(objects.visible(item).stream()
                    .filter(object -> roles.contains(object.role()))
                    .map(StoredObject::id)
                    .toList());
            objects.publish(made);
            if (roles.contains(ObjectRole.RENDITION)) {
                onMedia.carry(item, carried(plan.notice()));
            }
            items.progress(item, run.lease().owner(), "ready", 1);
            processings.ended(item);
            boolean moved = run.remake() == null
                    ? items.move(item, ItemState.STORED, ItemState.READY, TRANSCODE, null)
                    : remade(run);
            if (!moved) {
                status.setRollbackOnly();
                return false;
            }
            return true;
        }));
    }

    private static NoticesOnMedia.@Nullable Carried carried(@Nullable MediaNotice notice) {
        return notice == null
                ? null
                : new NoticesOnMedia.Carried(
                        NoticeId.of(notice.id()), new OnMedia(notice.visible(), notice.sound() != null), notice.text());
    }

    private boolean remade(Run run) {
        if (!processings.remade(run.item().id(), run.round())) {
            return false;
        }
        Map<String, String> what = Map.of("made", String.valueOf(run.remake()).toLowerCase(Locale.ROOT));
        trail.append(run.item().account(), run.item().id(), TRANSCODE, "item.remade", what);
        outbox.append(EventType.ITEM_READY, run.item().id(), Map.of("remade", "true"));
        return true;
    }

    /** Drops what a try before announced and never published, and returns every key component that is used up: keys are written once. */
    private Set<String> giveUpLeftovers(Run run) {
        List<StoredObject> known = transactions.execute(status -> {
            if (!run.lease().renew()) {
                throw taken();
            }
            List<StoredObject> all = objects.all(run.item().id());
            objects.drop(all.stream()
                    .filter(object -> OURS.contains(object.role()))
                    .filter(object -> object.status() == StoredObject.Status.ANNOUNCED)
                    .map(StoredObject::id)
                    .toList());
            return all;
        });
        return known.stream()
                .filter(object -> OURS.contains(object.role()))
                .map(object -> object.key().value().split("/", -1)[KEY_ATTEMPT])
                .collect(Collectors.toSet());
    }

    static String label(long attempt, Set<String> used) {
        String label = Long.toString(attempt);
        for (int count = 2; used.contains(label); count++) {
            label = attempt + "-" + count;
        }
        return label;
    }

    static ObjectRole role(OutputFile.Kind kind) {
        return switch (kind) {
            case VIDEO, AUDIO -> ObjectRole.RENDITION;
            case PLAYLIST -> ObjectRole.PLAYLIST;
            case LISTENING -> ObjectRole.AUDIO;
            case POSTER -> ObjectRole.POSTER;
            case STORYBOARD -> ObjectRole.STORYBOARD;
        };
    }

    private static MediaException taken() {
        return new MediaException(new MediaFailure.Cancelled());
    }
}
