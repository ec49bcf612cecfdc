package dev.tenure.storageapi.webhook;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.tenure.catalog.EventId;
import dev.tenure.catalog.Outbox;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The account's events themselves, for whoever has no webhook or lost what it was sent. */
@RestController
@RequestMapping("/api/v1/events")
class EventsController {

    private final Outbox outbox;
    private final Webhooks webhooks;
    private final InstantSource clock;

    EventsController(Outbox outbox, Webhooks webhooks, InstantSource clock) {
        this.outbox = outbox;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    /** An event: what a webhook gets as its body, and its id. */
    @JsonPropertyOrder({"id", "type", "timestamp", "data"})
    record EventView(String id, String type, String timestamp, Map<String, String> data) {

        static EventView of(Outbox.Event event) {
            EventBody body = EventBody.of(event);
            return new EventView(event.id().toString(), body.type(), body.timestamp(), body.data());
        }
    }

    /**
     * A page, the oldest first.
     *
     * @param next what to ask for what comes after these with, also when nothing has come yet; absent where there is no event at all
     */
    record EventPage(List<EventView> events, @Nullable String next) {}

    @GetMapping
    EventPage list(Caller caller, @RequestParam(required = false) @Nullable String after) {
        WebhooksController.admit(caller);
        EventId from = after == null ? null : id(after);
        if (from != null && outbox.find(caller.account(), from).isEmpty()) {
            throw unknown();
        }
        List<Outbox.Event> page = outbox.page(caller.account(), from, WebhooksController.PAGE);
        return new EventPage(
                page.stream().map(EventView::of).toList(),
                page.isEmpty() ? after : page.getLast().id().toString());
    }

    @PostMapping("/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    WebhooksController.Replayed replay(Caller caller, @PathVariable String id) {
        WebhooksController.admit(caller);
        return new WebhooksController.Replayed(
                webhooks.replay(caller.account(), id(id), clock.instant(), caller.actor())
                        .orElseThrow(EventsController::unknown));
    }

    static EventId id(String text) {
        try {
            return EventId.of(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static ApiProblem unknown() {
        return new ApiProblem(ProblemCode.NOT_FOUND, "There is no such event.");
    }
}
