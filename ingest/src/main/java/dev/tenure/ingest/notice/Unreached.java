package dev.tenure.ingest.notice;

import dev.tenure.catalog.Meeting;
import dev.tenure.ingest.notice.EvidenceEvent.Participant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People that the meeting's description names, and no event is of. They are told by their e-mail address; where one of the two sides has none, by name.
 *
 * @param people in the order of the description
 * @param certain whether it is sure that no event is of them: not where an event's participant has neither name nor address
 */
record Unreached(List<Meeting.Participant> people, boolean certain) {

    Unreached {
        people = List.copyOf(people);
    }

    static Unreached among(List<Meeting.Participant> described, Collection<Participant> known) {
        Set<String> addresses = new HashSet<>();
        Set<String> describedAddresses = new HashSet<>();
        for (Meeting.Participant one : described) {
            if (one.email() != null) {
                describedAddresses.add(folded(one.email()));
            }
        }
        Names nameAlone = new Names();
        Names nameAndAddress = new Names();
        boolean certain = true;
        for (Participant one : known) {
            certain = certain && (one.name() != null || one.email() != null);
            if (one.email() != null) {
                addresses.add(folded(one.email()));
            }
            if (one.email() == null) {
                nameAlone.add(one.name());
            } else if (!describedAddresses.contains(folded(one.email()))) {
                // Whoever is told by an address is nobody else of that name.
                nameAndAddress.add(one.name());
            }
        }
        List<Meeting.Participant> unreached = described.stream()
                .filter(one -> one.email() == null
                        ? !nameAlone.take(one.displayName()) && !nameAndAddress.take(one.displayName())
                        : !addresses.contains(folded(one.email())) && !nameAlone.take(one.displayName()))
                .toList();
        return new Unreached(unreached, certain);
    }

    /** Of two of one name, an event of one is none of the other. */
    private static final class Names {

        private final Map<String, Integer> left = new HashMap<>();

        void add(@Nullable String name) {
            if (name != null) {
                left.merge(folded(name), 1, Integer::sum);
            }
        }

        boolean take(String name) {
            Integer before = left.get(folded(name));
            if (before == null || before == 0) {
                return false;
            }
            left.put(folded(name), before - 1);
            return true;
        }
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
