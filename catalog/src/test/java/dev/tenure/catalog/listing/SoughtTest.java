package dev.tenure.catalog.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoughtTest {

    @Test
    void readsWordsAndABeginning() {
        assertThat(Sought.of("Weekly  Review")).isEqualTo(new Sought(List.of("weekly", "review"), null));
        assertThat(Sought.of("Weekly Rev*")).isEqualTo(new Sought(List.of("weekly"), "rev"));
        assertThat(Sought.of("weekly week*")).isEqualTo(new Sought(List.of("weekly"), "week"));
        assertThat(Sought.of("ada@exam*")).isEqualTo(new Sought(List.of(), "ada@exam"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "!", "*", "weekly *", "ab*", "a b c d e f g"})
    void refusesWhatCannotBeLookedFor(String typed) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sought.of(typed));
    }

    @Test
    void readsBackAPlaceInTheList() {
        ListingMark mark =
                new ListingMark(Instant.parse("2026-11-20T10:00:00.123456Z"), UUID.randomUUID(), UUID.randomUUID());

        assertThat(ListingMark.of(mark.toString())).isEqualTo(mark);
        assertThat(mark.toString()).matches("[A-Za-z0-9_-]{55}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!", "019f0000-0000-7000-8000-000000000000", "////", "AAAA"})
    void refusesAPlaceThatItDidNotName(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ListingMark.of(text));
    }

    @Test
    void refusesAPlaceOutsideTime() {
        for (Instant at : List.of(Instant.EPOCH.minusSeconds(1), Instant.parse("+12000-01-01T00:00:00Z"))) {
            String text = new ListingMark(at, UUID.randomUUID(), UUID.randomUUID()).toString();
            assertThatIllegalArgumentException().isThrownBy(() -> ListingMark.of(text));
        }
    }
}
