package dev.tenure.app.mail;

import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.PersonId;
import dev.tenure.retention.digest.Digest;
import dev.tenure.retention.digest.Digest.Line;
import dev.tenure.retention.digest.Digest.Recipient;
import dev.tenure.retention.digest.Digest.Section;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Digests for tests of letters. */
final class Digested {

    static final PersonId ADA = PersonId.of("0190a0a0-0000-7000-8000-00000000000a");
    static final Instant END = Instant.parse("2026-04-27T22:00:00Z");

    private Digested() {}

    static Digest digest(String email, List<Line> ending, List<Line> trashed, long more) {
        return new Digest(
                new Recipient(ADA, email, "Ada Host"),
                "Clinic <North>",
                ZoneId.of("Europe/Berlin"),
                LocalDate.parse("2026-04-21"),
                new Section(ending, more),
                new Section(trashed, 0));
    }

    static Line line(String meeting, int items, ItemKind... kinds) {
        return new Line(
                meeting, Instant.parse("2026-03-28T22:30:00Z"), new TreeSet<>(Arrays.asList(kinds)), items, END);
    }
}
