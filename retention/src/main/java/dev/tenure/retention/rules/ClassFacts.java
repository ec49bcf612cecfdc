package dev.tenure.retention.rules;

import dev.tenure.retention.Label;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All facts of a class: what rules its items, for each kind and host. A class is made without looking at whose items it will rule; which of its facts
 * are an item's own is seen when that item is decided. So what came before a rule for some items is ruled by it like what comes after.
 */
public record ClassFacts(Parts<RetentionClass> parts) {

    /** The longest text, in characters, that may be kept: a database writes it with blanks between, and what is kept has to be readable. */
    public static final int LONGEST = ClassFactsJson.MAX_BYTES / 4;

    /** Facts that rule items of every kind and host. */
    public static ClassFacts whole(RetentionClass facts) {
        return new ClassFacts(Parts.whole(facts));
    }

    /** The facts of items under a rule set revision. */
    public static ClassFacts of(RuleSet ruleSet, @Nullable RetentionPeriod hostChoice, Collection<Label> labels) {
        return new ClassFacts(Parts.of(
                ruleSet.provisions().hosts(), subject -> RetentionClass.of(ruleSet, subject, hostChoice, labels)));
    }

    /** What rules such items. */
    public RetentionClass of(Subject subject) {
        return parts.of(subject);
    }

    /** These facts if that revision ruled: what was chosen for the items stays, everything else is the revision's. */
    public ClassFacts under(RuleSet ruleSet, @Nullable Instant from) {
        Provisions provisions = ruleSet.provisions();
        Set<String> hosts = new TreeSet<>(parts.hosts().keySet());
        hosts.addAll(provisions.hosts());
        return new ClassFacts(Parts.of(hosts, subject -> parts.of(subject).under(ruleSet, subject, from)));
    }

    /** What of a revision may bind at once. */
    public ClassFacts lengthenedBy(RuleSet ruleSet) {
        return new ClassFacts(parts.with(under(ruleSet, null).parts, Lengthening::of));
    }

    /** The wished facts with every floor that items have before, and with their label, which counts before what is chosen. */
    public static ClassFacts keepingFloors(ClassFacts before, ClassFacts wished) {
        return new ClassFacts(before.parts.with(wished.parts, Lengthening::keepingFloors));
    }

    /** Each part changed alike. */
    public ClassFacts each(UnaryOperator<RetentionClass> change) {
        return new ClassFacts(parts.map(change));
    }

    /** Whether both rule every item alike, whatever revision they came with. */
    public boolean rulesLike(ClassFacts other) {
        return parts.with(other.parts, RetentionClass::rulesLike).list().stream()
                .allMatch(Parts.Part::says);
    }

    /** Reads what {@link #canonicalJson()} wrote. */
    public static ClassFacts parse(String canonicalJson) {
        return ClassFactsJson.parse(canonicalJson);
    }

    /** The one text form of these facts: equal ones have equal texts. */
    public String canonicalJson() {
        return ClassFactsJson.write(this).canonical();
    }

    /** SHA-256 of {@link #canonicalJson()}, in hex: names the class wherever it is stored or tagged. */
    public String digest() {
        return ClassFactsJson.write(this).sha256();
    }
}
