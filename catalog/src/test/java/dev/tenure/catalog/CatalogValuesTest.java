package dev.tenure.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogValuesTest {

    private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void makesUuidsOfVersionSevenThatSortByTheirMaking() {
        Ids ids = new Ids(() -> START);
        UUID first = ids.next();
        UUID later = new Ids(() -> START.plusMillis(1)).next();

        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(START.toEpochMilli());
        assertThat(later.toString()).isGreaterThan(first.toString());
        assertThat(Stream.generate(ids::next).limit(1000).distinct()).hasSize(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0197"})
    void refusesIdsThatAreNone(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ItemId.of(text));
        assertThatIllegalArgumentException().isThrownBy(() -> AccountId.of(text));
    }

    @Test
    void refusesHashesThatAreNone() {
        assertThat(new ContentHash("0".repeat(64)).bytes()).hasSize(32);
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentHash("0".repeat(63)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ContentHash("A".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> ContentHash.of(new byte[31]));
    }

    @Test
    void boundsWhatAMediaServerSaysOfAMeeting() {
        assertThat(meeting("id", "t".repeat(NewMeeting.MAX_TEXT), START)).isNotNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meeting("id", "t".repeat(NewMeeting.MAX_TEXT + 1), START));
        assertThatIllegalArgumentException().isThrownBy(() -> meeting("id", " ", START));
        assertThatIllegalArgumentException().isThrownBy(() -> meeting("", "title", START));
        assertThatIllegalArgumentException().isThrownBy(() -> meeting("id", "title", START.minusSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meeting("id", "a\u0000b", START))
                .withMessageContaining("meeting title");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meeting("id", "title", Instant.MAX))
                .withMessageContaining("time");
    }

    @Test
    void boundsParticipants() {
        Meeting.Participant one = new Meeting.Participant("Ada", null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meeting(Collections.nCopies(NewMeeting.MAX_PARTICIPANTS + 1, one)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> meeting(List.of(new Meeting.Participant("Ada", "x".repeat(501)))))
                .withMessageContaining("e-mail");
    }

    @Test
    void boundsTheFileName() {
        assertThat(item("talk \"1\"; \u4f1a\u8b70.mp4").fileName()).endsWith(".mp4");
        assertThatIllegalArgumentException().isThrownBy(() -> item(""));
        assertThatIllegalArgumentException().isThrownBy(() -> item("x".repeat(501)));
        assertThatIllegalArgumentException().isThrownBy(() -> item("a\u0000b"));
    }

    private static NewItem item(String fileName) {
        return new NewItem(
                new AccountId(new UUID(1, 1)),
                new MeetingId(new UUID(1, 2)),
                ItemKind.RECORDING,
                START,
                null,
                null,
                null,
                fileName);
    }

    private static NewMeeting meeting(String id, String title, Instant end) {
        return new NewMeeting(id, title, START, end, ZoneOffset.UTC, "host", List.of());
    }

    private static NewMeeting meeting(List<Meeting.Participant> participants) {
        return new NewMeeting("id", "title", START, START, ZoneOffset.UTC, "host", participants);
    }
}
