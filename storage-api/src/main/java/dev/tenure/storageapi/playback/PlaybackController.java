package dev.tenure.storageapi.playback;

import dev.tenure.catalog.AccountId;
import dev.tenure.catalog.Actor;
import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemLifecycle;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import dev.tenure.storageapi.items.AccountItems;
import dev.tenure.storageapi.items.Readings;
import dev.tenure.storageapi.items.Readings.Reading;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.Scope;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

    private static final String SOURCE = "source";
    private static final String PLAYLIST = "index.m3u8";
    private static final MediaType HLS = MediaType.parseMediaType("application/vnd.apple.mpegurl");

    /** Pictures of a list, and the way to the pieces: to be given them is no reading. */
    private static final Set<ObjectRole> LISTED =
            EnumSet.of(ObjectRole.POSTER, ObjectRole.STORYBOARD, ObjectRole.PLAYLIST);

    /** As many digits as no number of a track has. */
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,3})(\\.m3u8)?");

    private final AccountItems accountItems;
    private final StoredObjects objects;
    private final Originals originals;
    private final TextTracks tracks;
    private final MediaResponse media;
    private final PlaybackLinks links;
    private final Readings readings;

    PlaybackController(
            AccountItems accountItems,
            StoredObjects objects,
            Originals originals,
            TextTracks tracks,
            MediaResponse media,
            PlaybackLinks links,
            Readings readings) {
        this.accountItems = accountItems;
        this.objects = objects;
        this.originals = originals;
        this.tracks = tracks;
        this.media = media;
        this.links = links;
        this.readings = readings;
    }

    @PostMapping("/api/v1/items/{id}/playback-links")
    ResponseEntity<PlaybackLinks.PlaybackLink> link(Caller caller, @PathVariable String id) {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        if (item.state() != ItemState.READY && !originals.play(item)) {
            throw new ApiProblem(
                    ProblemCode.STATE_CONFLICT,
                    "Only a READY item plays, or an original that browsers know; this item is " + item.state() + ".");
        }
        return ResponseEntity.status(HttpStatus.CREATED).body(links.make(item, caller.actor()));
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
        Item item = accountItems.need(caller, id);
        StoredObject object = readable(item, name);
        boolean source = object.role() == ObjectRole.SOURCE;
        read(item.account(), item.id(), caller.actor(), object, source ? Reading.DOWNLOADED : Reading.PLAYED, request);
        media.send(object, request, response);
    }

    /** The original as it came, always as a download, under the name it came with as far as that is harmless. */
    @GetMapping("/api/v1/items/{id}/content")
    void content(Caller caller, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        caller.needs(Scope.READ);
        Item item = accountItems.need(caller, id);
        StoredObject source = readable(item, SOURCE);
        read(item.account(), item.id(), caller.actor(), source, Reading.DOWNLOADED, request);
        media.download(source, item.fileName(), request, response);
    }

    @GetMapping("/play/{ticket}/{name}")
    void played(
            @PathVariable String ticket,
            @PathVariable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        PlaybackLinks.Opened opened = ticketed(ticket);
        Item item = opened.item();
        if (name.equals(MasterPlaylist.NAME)) {
            List<String> labels =
                    tracks.of(item).stream().map(TextTracks.Track::label).toList();
            media.send(MasterPlaylist.of(playlist(item), labels), HLS, response);
        } else {
            StoredObject object = readable(item, name);
            read(item.account(), item.id(), opened.holder(), object, Reading.PLAYED, request);
            media.send(object, request, response);
        }
    }

    @GetMapping(path = "/play/{ticket}/", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> page(@PathVariable String ticket) {
        Item item = ticketed(ticket).item();
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
        PlaybackLinks.Opened opened = ticketed(ticket);
        Item item = opened.item();
        List<TextTracks.Track> all = tracks.of(item);
        Matcher wanted = NUMBER.matcher(number);
        if (!wanted.matches() || Integer.parseInt(wanted.group(1)) >= all.size()) {
            throw AccountItems.unknown();
        }
        int place = Integer.parseInt(wanted.group(1));
        if (wanted.group(2) == null) {
            TextTracks.Track words = all.get(place);
            read(item.account(), words.item(), opened.holder(), words.object(), Reading.PLAYED, request);
            media.send(words.object(), request, response);
        } else {
            media.send(MasterPlaylist.text(place, playlist(item).seconds()), HLS, response);
        }
    }

    private MediaPlaylist playlist(Item item) throws IOException {
        return MediaPlaylist.read(media.text(readable(item, PLAYLIST)));
    }

    private PlaybackLinks.Opened ticketed(String text) {
        return links.open(text).orElseThrow(AccountItems::unknown);
    }

    private void read(
            AccountId account,
            ItemId item,
            Actor reader,
            StoredObject object,
            Reading reading,
            HttpServletRequest request) {
        if (!LISTED.contains(object.role()) && !"HEAD".equals(request.getMethod())) {
            readings.note(account, item, reader, reading);
        }
    }

    private StoredObject readable(Item item, String name) {
        if (!ItemLifecycle.readable(item.state())) {
            throw new ApiProblem(
                    ProblemCode.STATE_CONFLICT, "The item is " + item.state() + "; its bytes cannot be read.");
        }
        return objects.visible(item.id(), name).orElseThrow(AccountItems::unknown);
    }
}
