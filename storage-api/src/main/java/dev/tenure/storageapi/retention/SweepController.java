package dev.tenure.storageapi.retention;

import dev.tenure.retention.brake.Standing;
import dev.tenure.retention.brake.SweepBrake;
import dev.tenure.retention.destruction.Sweep;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the next sweep would take from the account, what it asks about, and what people answer. */
@RestController
@RequestMapping("/api/v1/retention/sweep")
class SweepController {

    private final Sweep sweep;
    private final SweepBrake brake;
    private final InstantSource clock;

    SweepController(Sweep sweep, SweepBrake brake, InstantSource clock) {
        this.sweep = sweep;
        this.brake = brake;
        this.clock = clock;
    }

    /**
     * How sweeps of the account stand.
     *
     * @param due items whose time has come and that nothing holds: the next sweep would take them
     * @param pause absent while sweeps go on
     * @param stop what the last sweep asks about; absent when it asks nothing
     * @param release what a person allowed last; absent when nobody ever did
     */
    record SweepView(
            long due,
            Standing.@Nullable Pause pause,
            Standing.@Nullable Stop stop,
            Standing.@Nullable Release release) {}

    /**
     * Why sweeps pause.
     *
     * @param reason stays in the trail
     */
    record SweepPauseRequest(String reason) {

        SweepPauseRequest {
            Given.text("reason", reason);
        }
    }

    /**
     * What a person allows after a look.
     *
     * @param upTo the most items that may be due at once
     * @param reason stays in the trail
     */
    record SweepReleaseRequest(@Nullable Long upTo, String reason) {

        SweepReleaseRequest {
            Given.text("reason", reason);
            if (upTo == null || upTo < 1) {
                throw new IllegalArgumentException("upTo is the most items that may go at once, at least 1");
            }
        }
    }

    @GetMapping
    SweepView now(Caller caller) {
        // Whoever rules, or audits; hosts know of their own items only.
        if (!caller.has(Scope.TRAIL)) {
            caller.needs(Scope.RULE);
        }
        return view(caller);
    }

    @PutMapping("/pause")
    SweepView pause(Caller caller, @RequestBody SweepPauseRequest wish) {
        caller.needs(Scope.RULE);
        brake.pause(caller.account(), clock.instant(), wish.reason(), caller.actor());
        return view(caller);
    }

    @DeleteMapping("/pause")
    SweepView resume(Caller caller) {
        caller.needs(Scope.RULE).needsFresh();
        brake.resume(caller.account(), caller.actor());
        return view(caller);
    }

    @PutMapping("/release")
    SweepView release(Caller caller, @RequestBody SweepReleaseRequest wish) {
        caller.needs(Scope.RULE).needsFresh();
        brake.release(
                caller.account(), clock.instant(), Objects.requireNonNull(wish.upTo()), wish.reason(), caller.actor());
        return view(caller);
    }

    private SweepView view(Caller caller) {
        Standing standing = brake.standing(caller.account());
        return new SweepView(sweep.due(caller.account()), standing.pause(), standing.stop(), standing.release());
    }
}
