package dev.tenure.storageapi.listing;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.listing.ListingFilter;
import dev.tenure.catalog.listing.ListingMark;
import dev.tenure.catalog.listing.ListingOrder;
import dev.tenure.catalog.listing.ListingQuery;
import dev.tenure.catalog.listing.Sought;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request says about the list it wants, each parameter with its values. Whatever is not understood ends the request with 400, which names
 * the parameter: a filter that is passed over would show what nobody asked for.
 */
record ListParameters(Map<String, List<String>> given) {

    private static final Set<String> ONCE =
            Set.of("host", "from", "to", "title", "participant", "sort", "after", "count");
    private static final Set<String> REPEATED = Set.of("state", "kind");

    /** As long as the longest text kept of a meeting. */
    private static final int MAX_TEXT = 500;

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    ListParameters {
        given = Map.copyOf(given);
        given.forEach((name, values) -> {
            if (!ONCE.contains(name) && !REPEATED.contains(name)) {
                throw bad(name, "is not known here");
            }
            if (ONCE.contains(name) && values.size() > 1) {
                throw bad(name, "is given more than once");
            }
            for (String value : values) {
                if (value.isBlank() || value.length() > MAX_TEXT || value.indexOf('\0') >= 0) {
                    throw bad(name, "must be a text of 1 to " + MAX_TEXT + " characters");
                }
            }
        });
    }

    static ListParameters of(Map<String, String[]> request) {
        return new ListParameters(request.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
    }

    ListingQuery query(AccountId account, @Nullable PersonId owner) {
        ListingFilter filter = new ListingFilter(
                one("host"),
                several("state", ItemState.class),
                several("kind", ItemKind.class),
                time("from"),
                time("to"),
                sought("title"),
                sought("participant"));
        return new ListingQuery(account, owner, filter, order(), after());
    }

    /** Whether the number of items is wanted too. */
    boolean counted() {
        String value = one("count");
        return switch (value) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default -> throw bad("count", "must be true or false");
        };
    }

    private ListingOrder order() {
        String value = one("sort");
        return switch (value) {
            case null -> ListingOrder.NEWEST;
            case "newest" -> ListingOrder.NEWEST;
            case "oldest" -> ListingOrder.OLDEST;
            default -> throw bad("sort", "must be newest or oldest");
        };
    }

    private @Nullable ListingMark after() {
        String value = one("after");
        try {
            return value == null ? null : ListingMark.of(value);
        } catch (IllegalArgumentException e) {
            throw bad("after", "must be what an answer gave as next");
        }
    }

    private Sought sought(String name) {
        String value = one(name);
        try {
            return value == null ? Sought.ANYTHING : Sought.of(value);
        } catch (IllegalArgumentException e) {
            throw bad(name, String.valueOf(e.getMessage()));
        }
    }

    private @Nullable Instant time(String name) {
        String value = one(name);
        if (value == null) {
            return null;
        }
        Instant time = time(name, value);
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw bad(name, "is no time from 1970 to 9999");
        }
        return time;
    }

    private static Instant time(String name, String value) {
        try {
            return value.indexOf('T') < 0
                    ? LocalDate.parse(value).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(value).toInstant();
        } catch (DateTimeParseException e) {
            throw bad(name, "must be a time such as 2026-11-01T00:00:00+01:00, or a date, which begins in UTC");
        }
    }

    private <E extends Enum<E>> Set<E> several(String name, Class<E> type) {
        EnumSet<E> several = EnumSet.noneOf(type);
        for (String value : given.getOrDefault(name, List.of())) {
            several.add(Arrays.stream(type.getEnumConstants())
                    .filter(constant -> constant.name().equals(value.toUpperCase(Locale.ROOT)))
                    .findAny()
                    .orElseThrow(() -> bad(
                            name,
                            "must be one of "
                                    + Arrays.stream(type.getEnumConstants())
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", ")))));
        }
        return several;
    }

    private @Nullable String one(String name) {
        List<String> values = given.get(name);
        return values == null ? null : values.getFirst();
    }

    private static ApiProblem bad(String name, String what) {
        String shown = name.length() <= 40 ? name : name.substring(0, 40) + "…";
        return new ApiProblem(ProblemCode.BAD_REQUEST, "The parameter '" + shown + "' " + what + ".");
    }
}
