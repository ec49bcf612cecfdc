package dev.tenure.retention.policy;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.RetentionClasses;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.Subject;
import dev.tenure.retention.rules.ClassFacts;
import dev.tenure.retention.rules.Parts;
import dev.tenure.retention.rules.RetentionClass;
import dev.tenure.retention.rules.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** What rules the items of each class when. Changing it writes a row for each class of the account, and none of any item. */
public final class ClassEditions {

    private final RetentionClasses classes;

    ClassEditions(RetentionClasses classes) {
        this.classes = classes;
    }

    /** All that ever ruled the class, and all that is going to. */
    public Timeline<ClassFacts> timeline(String id) {
        return timeline(classes.find(id).orElseThrow());
    }

    /** All that ever ruled such items of the class, and all that is going to. */
    public Timeline<RetentionClass> timeline(String id, Subject subject) {
        return timeline(id).map(facts -> facts.of(subject));
    }

    private Timeline<ClassFacts> timeline(RetentionClasses.RetentionClass known) {
        return new Timeline<>(
                ClassFacts.parse(known.factsJson()),
                classes.editions(known.id()).stream()
                        .map(edition -> new Timeline.Edition<>(
                                edition.sequence(),
                                edition.change(),
                                edition.madeAt(),
                                edition.effectiveAt(),
                                edition.revokedAt(),
                                ClassFacts.parse(edition.factsJson())))
                        .toList());
    }

    /**
     * Lets a new revision keep items of the account longer from now on, as far as it does; also those that a change which was decided before is going
     * to shorten. Whoever relies on the editions as they were is waited for. Needs a transaction.
     *
     * @return how many classes are ruled otherwise now
     */
    int lengthen(AccountId account, RuleSet revision, InstantSource clock) {
        classes.lock(account);
        // Whatever was destroyed before that by the rules before, was destroyed before this instant.
        Instant now = clock.instant();
        int lengthened = 0;
        for (RetentionClasses.RetentionClass one : classes.of(account)) {
            Timeline<ClassFacts> timeline = timeline(one);
            Instant known = timeline.next(now);
            ClassFacts before = timeline.inForce(now, known);
            ClassFacts after = before.lengthenedBy(revision);
            if (!after.rulesLike(before)) {
                classes.append(one.id(), null, now, now, written(after));
                lengthened++;
            }
            for (Timeline.Edition<ClassFacts> coming : timeline.pending(now, known)) {
                ClassFacts instead = coming.facts().lengthenedBy(revision);
                if (!instead.rulesLike(coming.facts())) {
                    classes.append(one.id(), coming.change(), now, coming.effectiveAt(), written(instead));
                }
            }
        }
        return lengthened;
    }

    /**
     * Lets a revision rule what is there wholly from an instant on. Needs a transaction.
     *
     * @param change what it may be revoked with
     * @return how many classes will be ruled otherwise
     */
    public int schedule(AccountId account, RuleSet revision, UUID change, Instant now, Instant from) {
        classes.lock(account);
        int changed = 0;
        for (RetentionClasses.RetentionClass known : classes.of(account)) {
            Timeline<ClassFacts> timeline = timeline(known);
            ClassFacts before = timeline.inForce(from, timeline.next(now));
            ClassFacts wholly = before.under(revision, from);
            if (!before.parts().with(wholly.parts(), ClassEditions::ruledSo).list().stream()
                    .allMatch(Parts.Part::says)) {
                classes.append(known.id(), change, now, from, written(wholly));
                changed++;
            }
        }
        return changed;
    }

    /** What is too long to be read again must not be written. */
    private static String written(ClassFacts facts) {
        String json = facts.canonicalJson();
        if (json.length() > ClassFacts.LONGEST) {
            throw new IllegalArgumentException(
                    "the account's rules have named so many hosts and events by now that what rules its items became too long; name fewer");
        }
        return json;
    }

    /** Whether the class is ruled by this revision wholly as it is. */
    private static boolean ruledSo(RetentionClass before, RetentionClass wholly) {
        return says(before).equals(says(wholly))
                && before.zone().equals(wholly.zone())
                && before.trashGrace().equals(wholly.trashGrace())
                && before.holdCoolOff().equals(wholly.holdCoolOff());
    }

    private static List<String> says(RetentionClass ruled) {
        return ruled.rules().stream()
                .map(rule -> rule.ruleClass() + " " + rule.scope() + " " + rule.period()
                        // Who stated a rule matters little, but an event is looked for by its name.
                        + (rule.event() == null ? "" : " from " + rule.source() + " " + rule.event()))
                .distinct()
                .toList();
    }

    /** Takes a change back before it takes effect. Needs a transaction. */
    public void revoke(AccountId account, UUID change, Instant now) {
        classes.lock(account);
        classes.revoke(change, now);
    }
}
