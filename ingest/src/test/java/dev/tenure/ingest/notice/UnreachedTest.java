package dev.tenure.ingest.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenure.catalog.Meeting;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import dev.tenure.ingest.notice.EvidenceEvent.Strength;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnreachedTest {

    private static Meeting.Participant described(String name, @Nullable String email) {
        return new Meeting.Participant(name, email);
    }

    private static Participant known(@Nullable String name, @Nullable String email) {
        return new Participant("p-" + name + email, name, email, Strength.GUEST_NAME);
    }

    private static final Meeting.Participant ANA = described("Ana", "ana@example.org");
    private static final Meeting.Participant BO = described("Bo", null);

    @Test
    void isEverybodyWhereNoEventIsOfAnybody() {
        assertThat(Unreached.among(List.of(ANA, BO), List.of())).isEqualTo(new Unreached(List.of(ANA, BO), true));
    }

    @Test
    void isNobodyWhoIsKnownByAddressOrName() {
        assertThat(people(known("Someone else", "ANA@example.org"), known(" bo ", null)))
                .isEmpty();
        assertThat(people(known("ana", null), known("Bo", "bo@example.org"))).isEmpty();
    }

    @Test
    void isWhoHasTheSameNameAndAnotherAddress() {
        assertThat(people(known("Ana", "another-ana@example.org"))).containsExactly(ANA, BO);
    }

    @Test
    void isOneOfTwoOfTheSameName() {
        assertThat(Unreached.among(List.of(BO, BO), List.of(known("Bo", null))).people())
                .containsExactly(BO);
    }

    @Test
    void isWhoHasTheNameOfSomebodyWhoIsKnownByAddress() {
        Meeting.Participant other = described("Ana", null);
        assertThat(Unreached.among(List.of(ANA, other), List.of(known("Ana", "ana@example.org")))
                        .people())
                .containsExactly(other);
    }

    @Test
    void isNoTwiceForWhoCameTwice() {
        assertThat(people(known("Ana", "ana@example.org"), known("Ana's phone", "ana@example.org")))
                .containsExactly(BO);
    }

    @Test
    void isUncertainWhereAnEventIsOfSomebodyWithoutNameAndAddress() {
        Unreached unreached = Unreached.among(List.of(ANA, BO), List.of(known("Bo", null), known(null, null)));
        assertThat(unreached).isEqualTo(new Unreached(List.of(ANA), false));
    }

    private static List<Meeting.Participant> people(Participant... known) {
        return Unreached.among(List.of(ANA, BO), List.of(known)).people();
    }
}
