package dev.tenure.retention;

import dev.tenure.catalog.ItemKind;
import java.net.URI;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one law, or one set of them, says of how long which kinds are kept. An account opts into it; nobody is bound by where they happen to be.
 *
 * @param name an ISO 3166 code, or EU, and a sector where it is not for everybody: {@code DE}, {@code US-CA}, {@code EU/mifid}
 * @param edition counts up whenever the law, or what is known of it, changes
 * @param title whom it is for, as people say it
 */
public record StatutorySchedule(String name, int edition, String title, List<Entry> entries) {

    /** How a reference to an entry ends. */
    private static final Pattern EDITION = Pattern.compile(", edition \\d+\\)$");

    private static final Pattern NAME = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?(/[a-z0-9-]{1,30})?");

    public StatutorySchedule {
        entries = List.copyOf(entries);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name of a schedule, such as DE, US-CA or EU/mifid");
        }
        if (edition < 1) {
            throw new IllegalArgumentException("editions of " + name + " count from 1, not " + edition);
        }
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("the schedule " + name + " says nothing");
        }
        Set<String> names = new HashSet<>();
        for (Entry entry : entries) {
            if (!names.add(entry.name())) {
                throw new IllegalArgumentException(
                        "the schedule " + name + " has two entries called '" + entry.name() + "'");
            }
        }
    }

    /**
     * One duty.
     *
     * @param source the law's own words for the place
     * @param url where to read it
     * @param lookedUp when somebody last did
     * @param sentence what it demands, and how its period became this one where the law counts from elsewhere than the recording's end
     */
    public record Entry(
            String name,
            Set<ItemKind> kinds,
            RuleSet.Range range,
            String source,
            URI url,
            LocalDate lookedUp,
            String sentence) {

        public Entry {
            kinds = Set.copyOf(kinds);
            if (kinds.isEmpty()) {
                throw new IllegalArgumentException("'" + name + "' is for no kind");
            }
            if (range.minimum() == null && range.maximum() == null) {
                throw new IllegalArgumentException("'" + name + "' has neither a minimum nor a maximum");
            }
            if (!range.isConsistent()) {
                throw new IllegalArgumentException("the minimum of '" + name + "' is longer than its maximum");
            }
            if (source.isBlank() || sentence.isBlank() || !"https".equals(url.getScheme())) {
                throw new IllegalArgumentException(
                        "'" + name + "' must name its source, an https address to read it, and what it says");
            }
        }

        /** How narrow it is. */
        public RuleScope scope() {
            return kinds.equals(EnumSet.allOf(ItemKind.class)) ? RuleScope.ACCOUNT : RuleScope.KIND;
        }
    }

    /** How rules name an entry as their source. */
    public String reference(Entry entry) {
        return entry.source() + " (schedule " + name + ", edition " + edition + ")";
    }

    /** Whether both sources of rules are the same entry, of whatever edition, or none is an entry at all. */
    public static boolean isSameEntry(String source, String other) {
        String entry = EDITION.matcher(source).replaceFirst("");
        String otherEntry = EDITION.matcher(other).replaceFirst("");
        boolean none = entry.equals(source) && otherEntry.equals(other);
        return none || entry.equals(otherEntry);
    }
}
