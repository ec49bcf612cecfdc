package dev.tenure.storageapi.playback;

import dev.tenure.catalog.ObjectRole;
import dev.tenure.catalog.StoredObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The page behind a playback link: a player, and nothing that anybody typed. */
final class PlayPage {

    private static final String POLICY =
            "default-src 'none'; media-src 'self'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>Recording</title>
            <style>
            body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #14171c; color: #e8eaed;
                   font: 16px/1.5 system-ui, sans-serif; }
            main { width: min(96vw, 1280px); }
            video, audio { width: 100%; max-height: 88vh; background: #000; border-radius: 6px; }
            p { margin: .5rem 0; color: #aab2bd; }
            </style>
            </head>
            <body><main>{player}<p>This link plays one recording and ends by itself.</p></main></body>
            </html>
            """;

    /** What browsers play without anything being made of it. A media element runs nothing that is in it. */
    private static final Set<String> PLAYED =
            Set.of("video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav");

    private PlayPage() {}

    /** Whether the original is of a type that browsers play, where nothing has been made of it. What is in it may be beyond them all the same. */
    static boolean playsOriginal(List<StoredObject> objects) {
        return original(objects).isPresent();
    }

    private static Optional<String> original(List<StoredObject> objects) {
        return objects.stream()
                .filter(object -> object.role() == ObjectRole.SOURCE)
                .map(StoredObject::mediaType)
                .filter(PLAYED::contains)
                .findFirst();
    }

    private static String player(String type, String tracks) {
        String element = type.startsWith("audio/") ? "audio" : "video";
        return "<" + element + " controls preload=\"metadata\" src=\"source\">" + tracks + "</" + element + ">"
                + "<p>This is the original; it is still being prepared, or could not be.</p>";
    }

    /** The page of an item, with the texts that its number in the list stands for. */
    static ResponseEntity<String> of(List<StoredObject> objects, List<TextTracks.Track> texts) {
        String tracks = IntStream.range(0, texts.size())
                .mapToObj(number -> "<track kind=\"%s\" label=\"%s\" src=\"captions/%d\">"
                        .formatted(texts.get(number).kind(), texts.get(number).label(), number))
                .collect(Collectors.joining());
        boolean storyboard = objects.stream().anyMatch(object -> object.role() == ObjectRole.STORYBOARD);
        if (storyboard) {
            // Not shown by browsers; players that are put on top of the element know it by this.
            tracks += "<track kind=\"metadata\" label=\"thumbnails\" src=\"storyboard.vtt\">";
        }
        String inside = tracks;
        boolean picture = objects.stream().anyMatch(object -> object.role() == ObjectRole.POSTER);
        String player = objects.stream()
                .filter(object -> object.role() == ObjectRole.RENDITION)
                .findFirst()
                .map(rendition -> picture
                        ? "<video controls preload=\"metadata\" poster=\"poster.jpg\" src=\"" + rendition.name() + "\">"
                                + inside + "</video>"
                        : "<audio controls preload=\"metadata\" src=\"" + rendition.name() + "\">" + inside
                                + "</audio>")
                .or(() -> original(objects).map(type -> player(type, inside)))
                .orElse("<p>This recording is not playable yet.</p>");
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", POLICY)
                .body(PAGE.replace("{player}", player));
    }
}
