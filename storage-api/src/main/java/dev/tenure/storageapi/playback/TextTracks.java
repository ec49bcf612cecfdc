package dev.tenure.storageapi.playback;

import dev.tenure.catalog.Item;
import dev.tenure.catalog.ItemId;
import dev.tenure.catalog.ItemKind;
import dev.tenure.catalog.ItemState;
import dev.tenure.catalog.Meetings;
import dev.tenure.catalog.StoredObject;
import dev.tenure.catalog.StoredObjects;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What is shown over a recording while it plays: what the transcripts and chats of its meeting became. They are items
 * with an end of their own, so they are looked for whenever somebody plays, and never kept with the recording.
 */
@Component
class TextTracks {

    private static final String TIMED = "captions.vtt";

    /** More languages than a meeting is put into; each is a track that a browser may fetch. */
    private static final int MAX_OF_A_KIND = 20;

    private final Meetings meetings;
    private final StoredObjects objects;

    TextTracks(Meetings meetings, StoredObjects objects) {
        this.meetings = meetings;
        this.objects = objects;
    }

    /**
     * One track.
     *
     * @param item whose words these are: an item of its own beside the recording
     * @param kind as an element {@code track} calls it
     * @param label how people choose it; nothing that anybody typed
     */
    record Track(ItemId item, StoredObject object, String kind, String label) {}

    /** Captions in the order in which they came, then chats. */
    List<Track> of(Item recording) {
        List<Track> tracks = new ArrayList<>();
        tracks.addAll(tracks(recording, ItemKind.TRANSCRIPT, "captions", "Captions"));
        tracks.addAll(tracks(recording, ItemKind.CHAT, "subtitles", "Chat"));
        return tracks;
    }

    private List<Track> tracks(Item recording, ItemKind kind, String word, String label) {
        List<Track> tracks = new ArrayList<>();
        for (ItemId item : meetings.items(recording.account(), recording.meeting(), kind, ItemState.READY)) {
            objects.visible(item, TIMED)
                    .filter(object -> tracks.size() < MAX_OF_A_KIND)
                    .ifPresent(object -> tracks.add(new Track(item, object, word, label + " " + (tracks.size() + 1))));
        }
        return tracks;
    }
}
