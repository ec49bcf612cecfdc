package dev.tenure.storageapi.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListParametersTest {

    private static final AccountId ACCOUNT = new AccountId(UUID.randomUUID());

    @Test
    void asksForEverythingNewestFirstByDefault() {
        ListParameters none = ListParameters.of(Map.of());

        assertThat(none.query(ACCOUNT, null))
                .isEqualTo(new ListingQuery(ACCOUNT, null, ListingFilter.ALL, ListingOrder.NEWEST, null));
        assertThat(none.counted()).isFalse();
    }

    @Test
    void readsEveryParameter() {
        ListingMark mark = new ListingMark(Instant.parse("2026-11-20T10:00:00Z"), UUID.randomUUID(), UUID.randomUUID());
        PersonId owner = new PersonId(UUID.randomUUID());
        ListParameters all = ListParameters.of(Map.of(
                "host", new String[] {"ada@example.org"},
                "state", new String[] {"READY", "stored"},
                "kind", new String[] {"RECORDING"},
                "from", new String[] {"2026-11-01"},
                "to", new String[] {"2026-12-01T00:00:00+01:00"},
                "title", new String[] {"Weekly Rev*"},
                "participant", new String[] {"Grace"},
                "sort", new String[] {"oldest"},
                "after", new String[] {mark.toString()},
                "count", new String[] {"true"}));

        assertThat(all.query(ACCOUNT, owner))
                .isEqualTo(new ListingQuery(
                        ACCOUNT,
                        owner,
                        new ListingFilter(
                                "ada@example.org",
                                Set.of(ItemState.READY, ItemState.STORED),
                                Set.of(ItemKind.RECORDING),
                                Instant.parse("2026-11-01T00:00:00Z"),
                                Instant.parse("2026-11-30T23:00:00Z"),
                                new Sought(List.of("weekly"), "rev"),
                                new Sought(List.of("grace"), null)),
                        ListingOrder.OLDEST,
                        mark));
        assertThat(all.counted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "stat, READY",
        "state, GONE",
        "kind, FILM",
        "from, yesterday",
        "to, 2026-11-31",
        "from, +99999-01-01T00:00:00Z",
        "to, 1969-12-31",
        "title, !",
        "participant, ab*",
        "sort, size",
        "after, x",
        "count, 1",
        "host, ' '"
    })
    void namesTheParameterThatItDoesNotUnderstand(String name, String value) {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> {
                    ListParameters parameters = ListParameters.of(Map.of(name, new String[] {value}));
                    parameters.query(ACCOUNT, null);
                    parameters.counted();
                })
                .withMessageContaining("'" + name + "'")
                .extracting(ApiProblem::code)
                .isEqualTo(ProblemCode.BAD_REQUEST);
    }

    @Test
    void refusesToChooseBetweenTwoValues() {
        assertThatExceptionOfType(ApiProblem.class)
                .isThrownBy(() -> ListParameters.of(Map.of("host", new String[] {"a", "b"})))
                .withMessageContaining("'host'");
    }
}
