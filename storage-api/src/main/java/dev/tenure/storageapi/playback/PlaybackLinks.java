package dev.tenure.storageapi.playback;

import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.Trail;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Links that open one item to whoever holds them. The trail says who gave each out, and that it was used. */
@Component
class PlaybackLinks {

    private final JdbcTickets tickets;
    private final Items items;
    private final Trail trail;
    private final TransactionOperations transaction;
    private final PlaybackSettings settings;
    private final InstantSource clock;

    PlaybackLinks(
            JdbcTickets tickets,
            Items items,
            Trail trail,
            TransactionOperations transaction,
            PlaybackSettings settings,
            InstantSource clock) {
        this.tickets = tickets;
        this.items = items;
        this.trail = trail;
        this.transaction = transaction;
        this.settings = settings;
        this.clock = clock;
    }

    /** Where a browser can play an item, and how long. */
    record PlaybackLink(String path, Instant expiresAt) {}

    /** An item that a link opens, and as whom the trail names its holder. */
    record Opened(Item item, Actor holder) {}

    PlaybackLink make(Item item, Actor giver) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Instant expiresAt = clock.instant().plus(settings.linkLifetime());
            String ticket = tickets.issue(new JdbcTickets.Ticket(item.account(), item.id()), settings.linkLifetime());
            trail.append(
                    item.account(),
                    item.id(),
                    giver,
                    "item.link-made",
                    Map.of("link", JdbcTickets.number(ticket), "expiresAt", expiresAt.toString()));
            return new PlaybackLink("/play/" + ticket + "/", expiresAt);
        }));
    }

    /** Empty when the link is none, has expired, or its item cannot be read any more. */
    Optional<Opened> open(String ticket) {
        return tickets.find(ticket)
                .flatMap(found -> items.find(found.account(), found.item()))
                .filter(item -> ItemLifecycle.readable(item.state()))
                .map(item -> new Opened(item, Actor.link(JdbcTickets.number(ticket))));
    }
}
