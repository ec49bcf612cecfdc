package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.people.OidcClients;
import dev.tenure.catalog.people.OidcClients.OidcClient;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Programs that call with access tokens of the provider: which subject may do what. */
@RestController
@RequestMapping("/api/v1/clients")
class OidcClientController {

    private static final int PAGE = 50;

    private final OidcSettings settings;
    private final Accounts accounts;
    private final OidcClients clients;

    OidcClientController(OidcSettings settings, Accounts accounts, OidcClients clients) {
        this.settings = settings;
        this.accounts = accounts;
        this.clients = clients;
    }

    /** A program to bind: the {@code sub} of its tokens, a name for the trail, and what it may do. */
    record ClientRequest(String subject, String name, List<String> scopes) {

        ClientRequest {
            Given.text("subject", subject);
            Given.text("name", name);
            Given.list("scopes", scopes);
        }
    }

    /** A program. */
    record ClientView(String id, String issuer, String subject, String name, List<String> scopes, Instant createdAt) {

        static ClientView of(OidcClient client) {
            return new ClientView(
                    client.id().toString(),
                    client.issuer(),
                    client.subject(),
                    client.name(),
                    client.scopes().stream().sorted().toList(),
                    client.createdAt());
        }
    }

    /** A page, and what to ask for the next one with. */
    record Page(List<ClientView> clients, @Nullable String next) {}

    @GetMapping
    Page list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        caller.needs(Scope.PEOPLE);
        List<OidcClient> page = clients.page(caller.account(), after == null ? null : id(after), PAGE);
        String next = page.size() < PAGE ? null : page.getLast().id().toString();
        return new Page(page.stream().map(ClientView::of).toList(), next);
    }

    @PostMapping
    ResponseEntity<ClientView> bind(Caller caller, @RequestBody ClientRequest wish) {
        caller.needs(Scope.PEOPLE).needsFresh();
        if (!wish.scopes().stream().allMatch(caller::grants)) {
            throw new ApiProblem(
                    ProblemCode.SCOPE_MISSING, "A program is given only what whoever binds it may do on all items.");
        }
        if (!settings.configured()
                || accounts.find(settings.account())
                        .filter(account -> account.id().equals(caller.account()))
                        .isEmpty()) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "No provider is configured for this account.");
        }
        ClientView bound = clients.bind(
                        caller.account(),
                        settings.issuer(),
                        wish.subject(),
                        wish.name(),
                        new TreeSet<>(wish.scopes()),
                        caller.actor())
                .map(ClientView::of)
                .orElseThrow(() -> new ApiProblem(ProblemCode.TAKEN, "This 'subject' is bound already."));
        return ResponseEntity.created(URI.create("/api/v1/clients/" + bound.id()))
                .body(bound);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> unbind(Caller caller, @PathVariable String id) {
        caller.needs(Scope.PEOPLE);
        if (!clients.unbind(caller.account(), id(id), caller.actor())) {
            throw unknown();
        }
        return ResponseEntity.noContent().build();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such program.");
    }
}
