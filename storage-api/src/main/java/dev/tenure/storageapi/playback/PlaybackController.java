package dev.tenure.storageapi.playback;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Items;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The bytes of readable items: to bearers of tokens, and to browsers that hold a ticket for one item. */
@RestController
class PlaybackController {

    /** Long enough for a long meeting in one sitting; a leaked link is worth little after it. */
    private static final Duration TICKET_LIFETIME = Duration.ofHours(4);

    private static final String SOURCE = "source";
    private static final String PLAYLIST = "index.m3u8";
    private static final MediaType HLS = MediaType.parseMediaType("application/vnd.apple.mpegurl");

    /** As many digits as no number of a track has. */
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})(\\.m3u8)?");

    private final AccountItems accountItems;
    private final Items items;
    private final StoredObjects objects;
    private final Originals originals;
    private final TextTracks tracks;
    private final MediaResponse media;
    private final JdbcTickets tickets;
    private final InstantSource clock;

    PlaybackController(
            AccountItems accountItems,
            Items items,
            StoredObjects objects,
            Originals originals,
            TextTracks tracks,
            MediaResponse media,
            JdbcTickets tickets,
            InstantSource clock) {
        this.accountItems = accountItems;
        this.items = items;
        this.objects = objects;
        this.originals = originals;
        this.tracks = tracks;
        this.media = media;
        this.tickets = tickets;
        this.clock = clock;
    }

    /** Where a browser can play the item, and how long. */
    record PlaybackLink(String path, Instant expiresAt) {}

    @PostMapping("/api/v1/items/{id}/playback-links")
    ResponseEntity<PlaybackLink> link(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        if (item.state() != ItemState.READY && !originals.play(item)) {
            throw new ApiProblem(
                    ProblemCode.STATE_CONFLICT,
                    "Only a READY item plays, or an original that browsers know; this item is " + item.state() + ".");
        }
        String ticket = tickets.issue(new JdbcTickets.Ticket(item.account(), item.id()), TICKET_LIFETIME);
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(new PlaybackLink("/play/" + ticket + "/", clock.instant().plus(TICKET_LIFETIME)));
    }

    @GetMapping("/api/v1/items/{id}/media/{name}")
    void media(
            Caller caller,
            @PathVariable String id,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        caller.needs(Scope.READ);
        send(accountItems.need(caller, id), name, request, response);
    }

    /** The original as it came, always as a download, under the name it came with as far as that is harmless. */
    @GetMapping("/api/v1/items/{id}/content")
    void content(Caller caller, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        media.download(readable(item, SOURCE), item.fileName(), request, response);
    }

    @GetMapping("/play/{ticket}/{name}")
    void played(
            @PathVariable String ticket,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Item item = ticketed(ticket);
        if (name.equals(MasterPlaylist.NAME)) {
            List<String> labels =
                    tracks.of(item).stream().map(TextTracks.Track::label).toList();
            media.send(MasterPlaylist.of(playlist(item), labels), HLS, response);
        } else {
            send(item, name, request, response);
        }
    }

    @GetMapping(path = "/play/{ticket}/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page(@PathVariable String ticket) {
        Item item = ticketed(ticket);
        return PlayPage.of(objects.visible(item.id()), tracks.of(item));
    }

    /** Captions and chats over the recording that is played, by their number on its page; behind it, their HLS playlist. */
    @GetMapping("/play/{ticket}/captions/{number}")
    void captions(
            @PathVariable String ticket,
            @PathVariable String number,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Item item = ticketed(ticket);
        List<TextTracks.Track> all = tracks.of(item);
        Matcher wanted = NUMBER.matcher(number);
        if (!wanted.matches() || Integer.parseInt(wanted.group(1)) >= all.size()) {
            throw AccountItems.unknown();
        }
        int place = Integer.parseInt(wanted.group(1));
        if (wanted.group(2) == null) {
            media.send(all.get(place).object(), request, response);
        } else {
            media.send(MasterPlaylist.text(place, playlist(item).seconds()), HLS, response);
        }
    }

    private MediaPlaylist playlist(Item item) throws IOException {
        return MediaPlaylist.read(media.text(readable(item, PLAYLIST)));
    }

    private Item ticketed(String text) {
        return tickets.find(text)
                .flatMap(ticket -> items.find(ticket.account(), ticket.item()))
                .filter(item -> ItemLifecycle.readable(item.state()))
                .orElseThrow(AccountItems::unknown);
    }

    private void send(Item item, String name, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        media.send(readable(item, name), request, response);
    }

    private StoredObject readable(Item item, String name) {
        if (!ItemLifecycle.readable(item.state())) {
            throw new ApiProblem(
                    ProblemCode.STATE_CONFLICT, "The item is " + item.state() + "; its bytes cannot be read.");
        }
        return objects.visible(item.id(), name).orElseThrow(AccountItems::unknown);
    }
}
