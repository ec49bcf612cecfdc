package dev.tenure.storageapi.webhook;

import dev.tenure.catalog.EventId;
import dev.tenure.catalog.EventType;
import dev.tenure.catalog.Expected;
import dev.tenure.catalog.Ids;
import dev.tenure.catalog.reach.HttpSender;
import dev.tenure.catalog.reach.NotReachable;
import dev.tenure.storageapi.conditional.VersionTags;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Where an account wants to be told of events, and what became of telling it. */
@RestController
@RequestMapping("/api/v1/webhooks")
class WebhooksController {

    static final int PAGE = 50;

    private final Webhooks webhooks;
    private final JdbcDeliveries deliveries;
    private final HttpSender sender;
    private final VersionTags tags;
    private final Ids ids;
    private final InstantSource clock;

    WebhooksController(
            Webhooks webhooks,
            JdbcDeliveries deliveries,
            HttpSender sender,
            VersionTags tags,
            Ids ids,
            InstantSource clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.sender = sender;
        this.tags = tags;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A webhook that is wished for.
     *
     * @param types words of the event catalog; absent or empty means everything
     * @param enabled absent means true
     */
    record NewWebhook(
            String url,
            @Nullable String description,
            @Nullable List<String> types,
            @Nullable Boolean enabled) {

        NewWebhook {
            Given.text("url", url);
        }
    }

    /** What is to be another; absent stays as it is. */
    record Change(
            @Nullable String url,
            @Nullable String description,
            @Nullable List<String> types,
            @Nullable Boolean enabled) {}

    /** A span of time: from an instant until before another. */
    record Span(Instant from, Instant to) {

        Span {
            if (from == null || to == null || !from.isBefore(to)) {
                throw new IllegalArgumentException("'from' must be an instant before 'to'");
            }
        }
    }

    /**
     * A webhook.
     *
     * @param types empty means everything
     * @param disabledReason why Tenure stopped sending there
     * @param previousSecretUntil until when the secret before the present one signs along
     */
    record WebhookView(
            String id,
            String url,
            String description,
            List<String> types,
            boolean enabled,
            @Nullable String disabledReason,
            Instant createdAt,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant previousSecretUntil) {

        static WebhookView of(Webhook webhook) {
            return new WebhookView(
                    webhook.id().toString(),
                    webhook.url(),
                    webhook.description(),
                    webhook.types().stream().map(EventType::word).toList(),
                    webhook.enabled(),
                    webhook.disabledReason(),
                    webhook.createdAt(),
                    webhook.lastSuccessAt(),
                    webhook.previousSecretUntil());
        }
    }

    /** A webhook and its secret, which is told this once. */
    record WithSecret(WebhookView webhook, String secret) {}

    /** A page, and what to ask for the next one with. */
    record WebhookPage(List<WebhookView> webhooks, @Nullable String next) {}

    /** An event's way to a webhook; its attempts, the newest first. */
    record DeliveryView(
            String event,
            String type,
            String state,
            Instant queuedAt,
            @Nullable Instant nextAttemptAt,
            List<Deliveries.Attempt> attempts) {

        static DeliveryView of(Deliveries.Delivery delivery) {
            return new DeliveryView(
                    delivery.event().toString(),
                    delivery.type(),
                    delivery.state().name(),
                    delivery.queuedAt(),
                    delivery.nextAttemptAt(),
                    delivery.attempts());
        }
    }

    /** A page, the newest event first, and what to ask for the next one with. */
    record DeliveryPage(
            List<DeliveryView> deliveries, @Nullable String next) {}

    /** The event that was appended. */
    record Tested(String event) {}

    /** How many deliveries were queued anew. */
    record Replayed(int deliveries) {}

    @GetMapping
    WebhookPage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        admit(caller);
        List<Webhook> page = webhooks.page(caller.account(), after == null ? null : id(after), PAGE);
        return new WebhookPage(
                page.stream().map(WebhookView::of).toList(),
                page.size() < PAGE ? null : page.getLast().id().toString());
    }

    @PostMapping
    ResponseEntity<WithSecret> create(Caller caller, @RequestBody NewWebhook wish) {
        admit(caller);
        Webhook webhook = new Webhook(
                new WebhookId(ids.next()),
                caller.account(),
                reachable(wish.url()),
                description(wish.description()),
                types(wish.types()),
                !Boolean.FALSE.equals(wish.enabled()),
                null,
                clock.instant(),
                null,
                null,
                1);
        WebhookSecret secret = webhooks.create(webhook, caller.actor())
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.STATE_CONFLICT, "The account has " + Webhooks.MOST + " webhooks already."));
        return ResponseEntity.created(URI.create("/api/v1/webhooks/" + webhook.id()))
                .body(new WithSecret(WebhookView.of(webhook), secret.text()));
    }

    @GetMapping("/{id}")
    ResponseEntity<WebhookView> detail(Caller caller, @PathVariable String id) {
        admit(caller);
        return shown(need(caller, id));
    }

    @PatchMapping("/{id}")
    ResponseEntity<WebhookView> change(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody Change wish) {
        admit(caller);
        WebhookId webhook = need(caller, id).id();
        Expected expected = VersionTags.required(ifMatch);
        // A name is looked up here, not while others wait for the row.
        String url = wish.url() == null ? null : reachable(wish.url());
        String description = wish.description() == null ? null : description(wish.description());
        List<EventType> types = wish.types() == null ? null : types(wish.types());
        UnaryOperator<Webhook> changed = now -> new Webhook(
                now.id(),
                now.account(),
                url == null ? now.url() : url,
                description == null ? now.description() : description,
                types == null ? now.types() : types,
                wish.enabled() == null ? now.enabled() : wish.enabled(),
                now.disabledReason(),
                now.createdAt(),
                now.lastSuccessAt(),
                now.previousSecretUntil(),
                now.revision());
        done(webhooks.change(caller.account(), webhook, changed, expected, caller.actor()));
        return shown(need(caller, id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = VersionTags.IF_MATCH)
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch) {
        admit(caller);
        WebhookId webhook = need(caller, id).id();
        done(webhooks.delete(caller.account(), webhook, VersionTags.expected(ifMatch), caller.actor()));
    }

    @PostMapping("/{id}/secret")
    WithSecret rotate(Caller caller, @PathVariable String id) {
        admit(caller);
        WebhookSecret secret = webhooks.rotate(need(caller, id), clock.instant(), caller.actor())
                .orElseThrow(WebhooksController::unknown);
        return new WithSecret(WebhookView.of(need(caller, id)), secret.text());
    }

    @PostMapping("/{id}/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Tested test(Caller caller, @PathVariable String id) {
        admit(caller);
        return new Tested(webhooks.test(enabled(caller, id), caller.actor()).toString());
    }

    @GetMapping("/{id}/deliveries")
    DeliveryPage deliveries(
            Caller caller, @PathVariable String id, @RequestParam(required = false) @Nullable String after) {
        admit(caller);
        EventId before = after == null ? null : EventsController.id(after);
        List<Deliveries.Delivery> page = deliveries.page(need(caller, id).id(), before, PAGE);
        return new DeliveryPage(
                page.stream().map(DeliveryView::of).toList(),
                page.size() < PAGE ? null : page.getLast().event().toString());
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replay(Caller caller, @PathVariable String id, @RequestBody Span span) {
        admit(caller);
        return new Replayed(
                webhooks.replay(enabled(caller, id), span.from(), span.to(), clock.instant(), caller.actor()));
    }

    /** Events tell of every item of the account: nobody gets them who may not know of all. */
    static void admit(Caller caller) {
        if (caller.needs(Scope.WEBHOOKS).onlyItemsOf() != null) {
            throw new ApiProblem(
                    ProblemCode.SCOPE_MISSING, "This is for those who may know of all items of the account.");
        }
    }

    private ResponseEntity<WebhookView> shown(Webhook webhook) {
        WebhookView view = WebhookView.of(webhook);
        return ResponseEntity.ok().eTag(tags.of(webhook.revision(), view)).body(view);
    }

    private static void done(Webhooks.Change change) {
        switch (change) {
            case DONE -> {}
            case UNKNOWN -> throw unknown();
            case OUTDATED ->
                throw new ApiProblem(
                        ProblemCode.PRECONDITION_FAILED, "The webhook is another revision than If-Match names.");
        }
    }

    private Webhook enabled(Caller caller, String id) {
        Webhook webhook = need(caller, id);
        if (!webhook.enabled()) {
            throw new ApiProblem(ProblemCode.STATE_CONFLICT, "The webhook is disabled.");
        }
        return webhook;
    }

    private Webhook need(Caller caller, String id) {
        return webhooks.find(caller.account(), id(id)).orElseThrow(WebhooksController::unknown);
    }

    private String reachable(String url) {
        try {
            sender.check(url);
            return url;
        } catch (NotReachable refused) {
            throw new ApiProblem(ProblemCode.WEBHOOK_NOT_REACHABLE, String.valueOf(refused.getMessage()));
        }
    }

    private static String description(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return given(() -> Given.text("description", text), text);
    }

    private static <T> T given(Runnable check, T value) {
        try {
            check.run();
            return value;
        } catch (IllegalArgumentException e) {
            throw new ApiProblem(ProblemCode.BAD_REQUEST, "The body does not fit: " + e.getMessage() + ".");
        }
    }

    private static List<EventType> types(@Nullable List<String> words) {
        if (words == null) {
            return List.of();
        }
        given(() -> Given.list("types", words), words);
        return words.stream()
                .distinct()
                .map(word -> EventType.of(word)
                        .filter(type -> type != EventType.WEBHOOK_TEST)
                        .orElseThrow(() -> new ApiProblem(
                                ProblemCode.BAD_REQUEST, "There are no events of the type " + word + ".")))
                .toList();
    }

    private static WebhookId id(String text) {
        try {
            return WebhookId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such webhook.");
    }
}
