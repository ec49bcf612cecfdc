package dev.tenure.ingest.handover.jibri;

import dev.tenure.ingest.handover.Adapter;
import dev.tenure.ingest.handover.Asking;
import dev.tenure.ingest.handover.Asking.Found;
import dev.tenure.ingest.handover.Delivery;
import dev.tenure.ingest.handover.HandOver;
import dev.tenure.ingest.handover.Hearing;
import dev.tenure.ingest.handover.Hearing.Unusable;
import dev.tenure.ingest.handover.Macs;
import dev.tenure.ingest.handover.Payload;
import dev.tenure.ingest.handover.Setting;
import dev.tenure.ingest.handover.Setting.Shape;
import dev.tenure.ingest.handover.SourceSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Jibri: one directory for each session, with a media file and, where Jibri lived to write it, {@code metadata.json}. Jibri tells nobody when a recording
 * is whole; our finalize script leaves a marker and calls. A session of which neither came is adopted once nothing in it changes any more.
 */
public final class Jibri implements Adapter {

    static final String ZONE = "recorder-zone";
    static final String MEETING_KEY = "meeting-key";

    private static final String DIRECTORY = "directory";
    private static final String QUIET = "quiet-minutes";
    private static final String TOKEN = "token";
    private static final String SCHEME = "Bearer ";

    /** ffmpeg writes at least every few seconds while it records. */
    private static final Duration DEFAULT_QUIET = Duration.ofMinutes(5);

    /** Sessions looked at with one step of a look. */
    private static final int SESSIONS = 500;

    /** Sessions of one directory. */
    private static final int MOST = 200_000;

    /** Files of one session; Jibri makes two. */
    private static final int FILES = 1000;

    /** Of what lies beside a recording. */
    private static final int MAX_BESIDE = 1 << 20;

    @Override
    public String name() {
        return "jibri";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(
                        DIRECTORY,
                        Shape.DIRECTORY,
                        "Jibri's recordings-directory, as it is seen below the account's own directory"),
                Setting.optional(
                        QUIET,
                        Shape.NUMBER,
                        "minutes without a change after which a session without our script's marker is over; 5 when left out"),
                Setting.optional(
                        ZONE,
                        Shape.ZONE,
                        "the time zone of the recorder's machine, which Jibri's file names are written in; left out: they say no time"),
                Setting.optional(
                        MEETING_KEY,
                        Shape.TEXT,
                        "the key of metadata.json that holds an id of this occurrence of the meeting; left out: Jibri's session is it"),
                Setting.optional(TOKEN, Shape.SECRET, "what the finalize script shows; left out: no calls are taken"));
    }

    @Override
    public Hearing hear(Delivery delivery, SourceSettings source, Instant now) {
        String shown = delivery.header("Authorization").orElse("");
        if (!shown.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                || !Macs.isOneOf(shown.substring(SCHEME.length()).strip(), source.secrets(TOKEN))) {
            return new Hearing.Refused("the bearer token is not the source's");
        }
        Optional<Payload> body = Payload.of(delivery.body());
        if (body.isEmpty()) {
            return new Hearing.Malformed("The body is no JSON object.");
        }
        return new Hearing.Look(body.get()
                .text("session")
                .map(session -> "session " + session + " is over")
                .orElse("a session is over"));
    }

    @Override
    public Pulled pull(SourceSettings source, Asking asking, @Nullable String mark, Instant now) throws IOException {
        Instant quietSince = now.minus(source.minutes(QUIET, DEFAULT_QUIET));
        List<String> sessions = asking.directories("", MOST).stream()
                .filter(name -> !name.startsWith(".") && (mark == null || name.compareTo(mark) > 0))
                .limit(SESSIONS + 1L)
                .toList();
        List<HandOver> found = new ArrayList<>();
        List<Unusable> unusable = new ArrayList<>();
        for (String name : sessions.subList(0, Math.min(sessions.size(), SESSIONS))) {
            try {
                session(name, source, asking, quietSince).ifPresent(heard -> {
                    found.addAll(heard.handOvers());
                    unusable.addAll(heard.unusable());
                });
            } catch (IOException unreadable) {
                // One session that cannot be read keeps no other; it is taken once it can.
                unusable.add(new Unusable(name, name, "what lies beside the recording cannot be read"));
            }
        }
        return new Pulled(found, unusable, sessions.size() > SESSIONS ? sessions.get(SESSIONS - 1) : null);
    }

    /** Empty while it is under way. */
    private static Optional<Hearing.Heard> session(
            String name, SourceSettings source, Asking asking, Instant quietSince) throws IOException {
        List<Found> files = asking.files(name, FILES);
        Optional<Payload> marker = beside(name + "/" + Session.MARKER, files, asking);
        boolean quiet = files.stream().noneMatch(file -> file.changedAt().isAfter(quietSince));
        if (!quiet && marker.isEmpty()) {
            return Optional.empty();
        }
        Optional<Payload> metadata = beside(name + "/" + Session.METADATA, files, asking);
        return Optional.of(new Session(name, metadata, marker, source).heard(files));
    }

    /** A JSON file of the session. One that is broken, as on a disk that is full, is like none. */
    private static Optional<Payload> beside(String path, List<Found> files, Asking asking) throws IOException {
        boolean there = files.stream().anyMatch(file -> file.name().equals(path) && file.size() <= MAX_BESIDE);
        return there ? Payload.of(asking.read(path, MAX_BESIDE)) : Optional.empty();
    }

    @Override
    public Optional<Hearing> sample(String name, byte[] content, SourceSettings source) {
        if (!name.equals(Session.METADATA)) {
            return Optional.empty();
        }
        Optional<Payload> metadata = Payload.of(content);
        if (metadata.isEmpty()) {
            return Optional.of(
                    new Hearing.Malformed("metadata.json is no JSON object; the recording is taken without it."));
        }
        String media = "session/room_2026-01-31-12-00-00.mp4";
        Found recording = new Found(media, 1, "sample", Instant.EPOCH);
        return Optional.of(new Session("session", metadata, Optional.empty(), source).heard(List.of(recording)));
    }
}
