package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemId;
import dev.tenure.retention.hold.HoldQuery;
import dev.tenure.retention.hold.Matter;
import dev.tenure.retention.hold.Outcome;
import dev.tenure.retention.hold.Placement;
import dev.tenure.storageapi.problem.Given;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sent to the addresses of holds, and what placing and previewing answer. */
final class HoldBodies {

    /** Items that an answer names of each outcome; the rest is read page by page. */
    static final int NAMED = 1_000;

    private HoldBodies() {}

    /**
     * What a hold asks for, now and while it is in force. All that is given must fit.
     *
     * @param wholeAccount must be true where nothing else is given
     */
    record HoldQueryBody(
            @Nullable Boolean wholeAccount,
            @Nullable String host,
            @Nullable String participant,
            @Nullable String meeting,
            @Nullable Instant endedFrom,
            @Nullable Instant endedBefore) {

        HoldQueryBody {
            texts("query.host", host);
            texts("query.participant", participant);
            texts("query.meeting", meeting);
        }

        HoldQuery query() {
            return new HoldQuery(Boolean.TRUE.equals(wholeAccount), host, participant, meeting, endedFrom, endedBefore);
        }

        static @Nullable HoldQueryBody of(@Nullable HoldQuery query) {
            return query == null
                    ? null
                    : new HoldQueryBody(
                            query.wholeAccount() ? true : null,
                            query.host(),
                            query.participant(),
                            query.meeting(),
                            query.endedFrom(),
                            query.endedBefore());
        }
    }

    /** A hold to place: on listed items, on what a query matches, or on both. */
    record HoldRequest(
            String title,
            String authority,
            String reason,
            @Nullable String reference,
            @Nullable Instant effectiveAt,
            @Nullable String historicalReason,
            @Nullable LocalDate reviewOn,
            @Nullable Boolean sensitive,
            @Nullable List<String> items,
            @Nullable HoldQueryBody query) {

        HoldRequest {
            Given.text("title", title);
            Given.text("authority", authority);
            Given.text("reason", reason);
            texts("reference", reference);
            texts("historicalReason", historicalReason);
            scope(items, query);
        }

        Matter matter() {
            return new Matter(
                    title,
                    authority,
                    reason,
                    reference,
                    effectiveAt,
                    historicalReason,
                    reviewOn,
                    Boolean.TRUE.equals(sensitive));
        }
    }

    /** A hold to look at before it is placed. */
    record HoldPreviewRequest(
            @Nullable List<String> items, @Nullable HoldQueryBody query) {

        HoldPreviewRequest {
            scope(items, query);
        }
    }

    /** Why a hold ends. */
    record ReleaseRequest(String reason) {

        ReleaseRequest {
            Given.text("reason", reason);
        }
    }

    /**
     * What placing it came to. Of each outcome at most {@value #NAMED} items are named, in order of id, and all are counted.
     *
     * @param destroyed gone before; each has a certificate, unless it never was whole
     */
    record PlacementView(
            String id,
            List<String> preserved,
            List<String> inDestruction,
            List<String> destroyed,
            long preservedCount,
            long inDestructionCount,
            long destroyedCount) {

        static PlacementView of(Placement placement) {
            return new PlacementView(
                    placement.hold().toString(),
                    ids(placement.preserved().first()),
                    ids(placement.inDestruction().first()),
                    ids(placement.destroyed().first()),
                    placement.preserved().count(),
                    placement.inDestruction().count(),
                    placement.destroyed().count());
        }
    }

    /** What placing it would come to now: how many items, and some of them. Nothing is placed. */
    record HoldPreview(OutcomePreview preserved, OutcomePreview inDestruction, OutcomePreview destroyed) {

        static HoldPreview of(Map<Outcome, Placement.Items> outcomes) {
            return new HoldPreview(
                    OutcomePreview.of(outcomes.get(Outcome.PRESERVED)),
                    OutcomePreview.of(outcomes.get(Outcome.IN_DESTRUCTION)),
                    OutcomePreview.of(outcomes.get(Outcome.DESTROYED)));
        }
    }

    /** Items of one outcome. */
    record OutcomePreview(long count, List<String> sample) {

        static OutcomePreview of(Placement.@Nullable Items items) {
            return items == null
                    ? new OutcomePreview(0, List.of())
                    : new OutcomePreview(items.count(), ids(items.first()));
        }
    }

    static List<String> ids(List<ItemId> items) {
        return items.stream().map(ItemId::toString).toList();
    }

    private static void scope(@Nullable List<String> items, @Nullable HoldQueryBody query) {
        if (items == null && query == null) {
            throw new IllegalArgumentException(
                    "'items' must be a list, or 'query' must say what the hold is placed on");
        }
        if (items != null) {
            Given.list("items", items);
        }
    }

    private static void texts(String field, @Nullable String value) {
        if (value != null) {
            Given.text(field, value);
        }
    }
}
