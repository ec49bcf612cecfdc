package dev.tenure.storageapi.retention;

import dev.tenure.catalog.Expected;
import dev.tenure.retention.Grace;
import dev.tenure.retention.Provisions;
import dev.tenure.retention.RetentionPeriod;
import dev.tenure.retention.RuleSet;
import dev.tenure.retention.RulesLocked;
import dev.tenure.retention.StatutorySchedule;
import dev.tenure.retention.change.Simulation;
import dev.tenure.retention.change.Simulator;
import dev.tenure.retention.policy.RuleSets;
import dev.tenure.retention.policy.StatutorySchedules;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The account's own rules. */
@RestController
@RequestMapping("/api/v1/retention/rules")
class RuleSetController {

    private final RuleSets ruleSets;
    private final Simulator simulator;
    private final StatutorySchedules laws;

    RuleSetController(RuleSets ruleSets, Simulator simulator, StatutorySchedules laws) {
        this.ruleSets = ruleSets;
        this.simulator = simulator;
        this.laws = laws;
    }

    /**
     * Rules as they travel: periods are ISO 8601, absent means no such rule.
     *
     * @param revision counts up with every change; ignored when sent
     * @param zone the IANA zone that calendar periods are counted in
     * @param trashGrace how long a deleted item can be restored
     * @param holdCoolOff how long a released hold still protects
     * @param scoped rules for some of the items, beside those for all; absent means none
     * @param events by which some of the items are kept for a time from a day that may not be known yet; absent means none
     * @param schedules names of the laws that the account is under; absent means none. Each revision keeps them as they were when it was made
     * @param accountMinLocked true gives up for ever the right to make the account's minimum shorter; absent means false
     * @param labels that may be put on items; absent means none
     */
    record Rules(
            @Nullable Integer revision,
            String zone,
            @Nullable String accountMin,
            @Nullable String accountMax,
            @Nullable String statutoryMin,
            @Nullable String statutoryMax,
            @Nullable String hostDefault,
            @Nullable String trashGrace,
            @Nullable String holdCoolOff,
            @Nullable List<ScopedRuleBody> scoped,
            @Nullable List<EventRuleBody> events,
            @Nullable List<String> schedules,
            @Nullable Boolean accountMinLocked,
            @Nullable List<LabelBody> labels) {

        Rules {
            Given.text("zone", zone);
            scoped = entries("scoped", scoped);
            events = entries("events", events);
            schedules = entries("schedules", schedules);
            labels = entries("labels", labels);
        }

        static Rules of(RuleSet rules) {
            return new Rules(
                    rules.revision(),
                    rules.zone().getId(),
                    text(rules.accountRange().minimum()),
                    text(rules.accountRange().maximum()),
                    text(rules.statutoryRange().minimum()),
                    text(rules.statutoryRange().maximum()),
                    text(rules.hostDefault()),
                    rules.trashGrace().toString(),
                    rules.holdCoolOff().toString(),
                    rules.provisions().scoped().stream().map(ScopedRuleBody::of).toList(),
                    rules.provisions().events().stream().map(EventRuleBody::of).toList(),
                    rules.provisions().schedules().stream()
                            .map(StatutorySchedule::name)
                            .toList(),
                    rules.provisions().minimumLocked(),
                    rules.provisions().labels().stream().map(LabelBody::of).toList());
        }

        RuleSets.Wish wish(StatutorySchedules laws) {
            return new RuleSets.Wish(
                    ZoneId.of(zone),
                    new RuleSet.Range(period(accountMin), period(accountMax)),
                    new RuleSet.Range(period(statutoryMin), period(statutoryMax)),
                    period(hostDefault),
                    trashGrace == null ? RuleSet.DEFAULT_TRASH_GRACE : Grace.parse(trashGrace),
                    holdCoolOff == null ? RuleSet.DEFAULT_HOLD_COOL_OFF : Grace.parse(holdCoolOff),
                    new Provisions(
                            scoped == null
                                    ? List.of()
                                    : scoped.stream().map(ScopedRuleBody::rule).toList(),
                            events == null
                                    ? List.of()
                                    : events.stream().map(EventRuleBody::rule).toList(),
                            laws.named(schedules == null ? List.of() : schedules),
                            labels == null
                                    ? List.of()
                                    : labels.stream().map(LabelBody::label).toList(),
                            Boolean.TRUE.equals(accountMinLocked)));
        }

        private static <T> List<T> entries(String field, @Nullable List<T> given) {
            if (given == null) {
                return List.of();
            }
            Given.list(field, given);
            return List.copyOf(given);
        }

        private static @Nullable RetentionPeriod period(@Nullable String text) {
            return text == null ? null : RetentionPeriod.parse(text);
        }

        private static @Nullable String text(@Nullable RetentionPeriod period) {
            return period == null ? null : period.toString();
        }
    }

    @GetMapping
    ResponseEntity<Rules> current(Caller caller) {
        caller.needs(Scope.READ);
        return answer(ruleSets.current(caller.account()));
    }

    @PutMapping
    ResponseEntity<Rules> revise(
            Caller caller,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody Rules rules) {
        caller.needs(Scope.RULE);
        Expected expected = VersionTags.required(ifMatch);
        try {
            RuleSets.Wish wish = rules.wish(laws);
            if (ruleSets.locksMore(caller.account(), wish)) {
                needsPersonForGood(caller);
            }
            return ruleSets.revise(caller.account(), wish, expected, caller.actor())
                    .map(RuleSetController::answer)
                    .orElseThrow(() -> new ApiProblem(
                            ProblemCode.PRECONDITION_FAILED, "Other rules are in force than those in If-Match."));
        } catch (RulesLocked e) {
            throw new ApiProblem(ProblemCode.RULES_LOCKED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** What is locked nobody can take back, so no program's token that somebody found does it. */
    private static void needsPersonForGood(Caller caller) {
        if (caller.person().isEmpty()) {
            throw new ApiProblem(ProblemCode.PERSON_NEEDED, "Locks are for good: an administrator sets them, by name.");
        }
        caller.needsFresh();
    }

    @PostMapping("/simulate")
    Simulation simulate(Caller caller, @RequestBody Rules rules) {
        ChangeController.needsOfficer(caller);
        try {
            return simulator.simulate(caller.account(), rules.wish(laws));
        } catch (RulesLocked e) {
            throw new ApiProblem(ProblemCode.RULES_LOCKED, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static ResponseEntity<Rules> answer(RuleSet rules) {
        return ResponseEntity.ok().eTag(VersionTags.of(rules.revision())).body(Rules.of(rules));
    }
}
