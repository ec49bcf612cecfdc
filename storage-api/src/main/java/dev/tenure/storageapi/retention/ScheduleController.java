package dev.tenure.storageapi.retention;

import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.policy.StatutorySchedules;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The laws that accounts can opt into, the same for all of them. */
@RestController
@RequestMapping("/api/v1/retention/schedules")
class ScheduleController {

    private final StatutorySchedules laws;
    private final RuleSets ruleSets;

    ScheduleController(StatutorySchedules laws, RuleSets ruleSets) {
        this.laws = laws;
        this.ruleSets = ruleSets;
    }

    /** All there are. */
    record SchedulesView(List<ScheduleView> schedules) {}

    /**
     * One of them.
     *
     * @param edition counts up when the law, or what is known of it, changes
     * @param editionInForce the edition that the account's rules were made with; absent where they do not name the schedule. Rules that are put in
     *     force anew are made with the newest
     */
    record ScheduleView(
            String name,
            String title,
            int edition,
            @Nullable Integer editionInForce,
            List<DutyView> duties) {}

    /** One duty: a minimum or a maximum for some kinds, where it stands, and when somebody looked. */
    record DutyView(
            String name,
            List<String> kinds,
            @Nullable String minimum,
            @Nullable String maximum,
            String source,
            String url,
            LocalDate lookedUp,
            String sentence) {}

    @GetMapping
    SchedulesView schedules(Caller caller) {
        caller.needs(Scope.READ);
        List<StatutorySchedule> named =
                ruleSets.current(caller.account()).provisions().schedules();
        return new SchedulesView(
                laws.all().stream().map(law -> view(law, named)).toList());
    }

    private static ScheduleView view(StatutorySchedule law, List<StatutorySchedule> named) {
        return new ScheduleView(
                law.name(),
                law.title(),
                law.edition(),
                named.stream()
                        .filter(one -> one.name().equals(law.name()))
                        .map(StatutorySchedule::edition)
                        .findFirst()
                        .orElse(null),
                law.entries().stream().map(ScheduleController::duty).toList());
    }

    private static DutyView duty(StatutorySchedule.Entry entry) {
        return new DutyView(
                entry.name(),
                entry.kinds().stream().sorted().map(ItemKind::name).toList(),
                text(entry.range().minimum()),
                text(entry.range().maximum()),
                entry.source(),
                entry.url().toString(),
                entry.lookedUp(),
                entry.sentence());
    }

    private static @Nullable String text(@Nullable RetentionPeriod period) {
        return period == null ? null : period.toString();
    }
}
