package dev.tenure.retention.digest;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.PersonId;
import dev.tenure.retention.Decision;
import dev.tenure.retention.Horizon;
import dev.tenure.retention.decision.ItemDecisions;
import dev.tenure.retention.digest.Digest.Line;
import dev.tenure.retention.digest.Digest.Section;
import dev.tenure.retention.digest.JdbcDigests.Noted;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts together what there is to tell a host. Decides anew for each item, because what was noted may have been overtaken. */
final class News {

    /** Items looked at for one section of a digest. More make a letter that nobody reads; the rest is counted, and told of on the next days. */
    private static final int MOST = 1000;

    /** Lines of a section. What no line tells of is counted. */
    static final int LINES = 50;

    private final JdbcDigests digests;
    private final Items items;
    private final ItemDecisions decisions;

    News(JdbcDigests digests, Items items, ItemDecisions decisions) {
        this.digests = digests;
        this.items = items;
        this.decisions = decisions;
    }

    /**
     * What was found for a host.
     *
     * @param ending what the sections speak of, to be noted once they were told
     */
    record Found(Section endingSection, Section trashedSection, List<Noted> ending, List<Noted> trashed) {}

    Found of(PersonId host, Instant now) {
        List<Noted> ending = digests.ending(host, now, MOST);
        List<Noted> trashed = digests.trashed(host, MOST);
        long[] untold = digests.untold(host, now);
        Map<Boolean, List<Going>> byTrash = Stream.concat(
                        // An end that moved since it was noted is noted anew once it is near.
                        ending.stream()
                                .flatMap(one -> going(one, now)
                                        .filter(going -> going.end().equals(one.at()))
                                        .stream()),
                        trashed.stream().flatMap(one -> going(one, now).stream()))
                .collect(Collectors.toMap(
                        one -> one.item().id(), Function.identity(), (one, same) -> one, LinkedHashMap::new))
                .values()
                .stream()
                .collect(Collectors.partitioningBy(one -> one.item().state() == ItemState.TRASHED));
        return new Found(
                section(byTrash.getOrDefault(false, List.of()), untold[0] - ending.size()),
                section(byTrash.getOrDefault(true, List.of()), untold[1] - trashed.size()),
                ending,
                trashed);
    }

    /** An item that goes, and when. */
    private record Going(Item item, String meeting, Instant end) {

        /** What people see as one thing: all of a meeting that goes at the same time. */
        List<Object> together() {
            return List.of(item.meeting(), end);
        }
    }

    /** Empty for what is not going any more: kept by a hold, gone already, or for a person to decide. */
    private Optional<Going> going(Noted noted, Instant now) {
        return items.find(noted.item())
                .flatMap(item -> decisions
                        // By what is decided already: rules that were approved may let it go before today's would.
                        .forecast(item, now)
                        .filter(decision -> !decision.conflicted())
                        .flatMap(News::end)
                        .filter(end -> end.isAfter(now))
                        .map(end -> new Going(item, noted.meeting(), end)));
    }

    private static Section section(List<Going> going, long more) {
        List<Line> lines = going.stream()
                .collect(Collectors.groupingBy(Going::together, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(News::line)
                .sorted(Comparator.comparing(Line::end))
                .toList();
        long hidden = lines.stream().skip(LINES).mapToLong(Line::items).sum();
        return new Section(lines.subList(0, Math.min(LINES, lines.size())), hidden + Math.max(0, more));
    }

    private static Line line(List<Going> together) {
        Going first = together.getFirst();
        Instant recorded = together.stream()
                .map(one -> one.item().anchor())
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        SortedSet<ItemKind> kinds =
                together.stream().map(one -> one.item().kind()).collect(Collectors.toCollection(TreeSet::new));
        return new Line(first.meeting(), recorded, kinds, together.size(), first.end());
    }

    private static Optional<Instant> end(Decision decision) {
        return switch (decision.earliestDestruction()) {
            case Horizon.At(Instant at) -> Optional.of(at);
            case Horizon.Never() -> Optional.empty();
        };
    }
}
