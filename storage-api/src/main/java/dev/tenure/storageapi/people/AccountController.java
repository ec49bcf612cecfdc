package dev.tenure.storageapi.people;

import dev.tenure.catalog.Account;
import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.PersonId;
import dev.tenure.catalog.Revised;
import dev.tenure.catalog.people.AccountSettings;
import dev.tenure.catalog.people.SettingsOfAccounts;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The caller's account, and what it wants for its people. */
@RestController
@RequestMapping("/api/v1/account")
class AccountController {

    private final Accounts accounts;
    private final SettingsOfAccounts settings;

    AccountController(Accounts accounts, SettingsOfAccounts settings) {
        this.accounts = accounts;
        this.settings = settings;
    }

    /**
     * The account's settings, all of them.
     *
     * @param steward who takes over from whoever leaves; absent means that each leaving names one
     * @param sessionLifetime an ISO 8601 duration such as PT12H
     * @param sessionIdle an ISO 8601 duration such as PT1H
     */
    record SettingsRequest(
            @Nullable String steward, String locale, String zone, String sessionLifetime, String sessionIdle) {

        SettingsRequest {
            Given.text("locale", locale);
            Given.text("zone", zone);
            Given.text("sessionLifetime", sessionLifetime);
            Given.text("sessionIdle", sessionIdle);
        }

        AccountSettings read() {
            try {
                return new AccountSettings(
                        steward == null ? null : PersonId.of(steward),
                        AccountSettings.locale(locale),
                        ZoneId.of(zone),
                        Duration.parse(sessionLifetime),
                        Duration.parse(sessionIdle));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'zone' or a duration is none: " + e.getMessage(), e);
            }
        }
    }

    /** The account with its settings. */
    record AccountView(
            String id,
            String shortName,
            String name,
            @Nullable String steward,
            String locale,
            String zone,
            String sessionLifetime,
            String sessionIdle) {

        static AccountView of(Account account, AccountSettings settings) {
            PersonId steward = settings.steward();
            return new AccountView(
                    account.id().toString(),
                    account.slug(),
                    account.name(),
                    steward == null ? null : steward.toString(),
                    settings.locale().toLanguageTag(),
                    settings.zone().getId(),
                    settings.sessionLifetime().toString(),
                    settings.sessionIdle().toString());
        }
    }

    /** Everybody of the account may know how it is set up. */
    @GetMapping
    ResponseEntity<AccountView> show(Caller caller) {
        Revised<AccountSettings> kept = settings.of(caller.account());
        return ResponseEntity.ok()
                .eTag(VersionTags.of(kept.revision()))
                .body(AccountView.of(accounts.find(caller.account()).orElseThrow(), kept.value()));
    }

    @PutMapping
    ResponseEntity<AccountView> change(
            Caller caller,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody SettingsRequest wish) {
        caller.needs(Scope.ACCOUNT);
        Expected expected = VersionTags.required(ifMatch);
        try {
            return switch (settings.change(caller.account(), wish.read(), expected, caller.actor())) {
                case DONE -> show(caller);
                case NO_STEWARD ->
                    throw new ApiProblem(
                            ProblemCode.STEWARD_NEEDED, "'steward' is not a person of the account who is there.");
                case OUTDATED ->
                    throw new ApiProblem(
                            ProblemCode.PRECONDITION_FAILED, "The settings are another revision than If-Match names.");
            };
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}
