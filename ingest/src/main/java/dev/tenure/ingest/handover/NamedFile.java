package dev.tenure.ingest.handover;

import dev.tenure.catalog.ItemKind;
import dev.tenure.ingest.handover.Setting.Shape;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A file of which nothing is known but what it is called and when it was changed. */
public final class NamedFile {

    /** The setting that lets a file's time stand for the end of its recording. */
    public static final Setting END_FROM_TIME = Setting.optional(
            "end-from-time",
            Shape.YES_OR_NO,
            "true: the time at which a file was finished counts as the end of its recording, where nothing else says it; otherwise a person has to");

    private static final Map<String, ItemKind> KINDS = Map.ofEntries(
            Map.entry("mp4", ItemKind.RECORDING),
            Map.entry("m4v", ItemKind.RECORDING),
            Map.entry("mov", ItemKind.RECORDING),
            Map.entry("webm", ItemKind.RECORDING),
            Map.entry("mkv", ItemKind.RECORDING),
            Map.entry("m4a", ItemKind.RECORDING),
            Map.entry("mp3", ItemKind.RECORDING),
            Map.entry("ogg", ItemKind.RECORDING),
            Map.entry("opus", ItemKind.RECORDING),
            Map.entry("wav", ItemKind.RECORDING),
            Map.entry("vtt", ItemKind.TRANSCRIPT),
            Map.entry("srt", ItemKind.TRANSCRIPT));

    private NamedFile() {}

    /** What a file of this name is; empty when it is nothing that is taken. */
    public static Optional<ItemKind> kind(String name) {
        String last = last(name);
        int dot = last.lastIndexOf('.');
        return dot <= 0
                ? Optional.empty()
                : Optional.ofNullable(KINDS.get(last.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** A name without its last extension. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }

    /** What follows the last slash. */
    public static String last(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Whether a path stays below where it begins, however a server's machine writes paths. */
    public static boolean isRelative(String path) {
        return path.matches("[^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*") && !("/" + path + "/").contains("/../");
    }

    /** The file as a recording of a meeting of its own; empty when it is nothing that is taken. Another version of it is another file. */
    public static Optional<HandOver> of(Asking.Found file, Location location, SourceSettings source) {
        return kind(file.name()).map(kind -> {
            boolean told = source.yes(END_FROM_TIME.name(), false);
            Instant end = told ? file.changedAt() : null;
            MeetingFacts meeting = MeetingFacts.of(stem(file.name()), last(stem(file.name())), null, file.changedAt());
            return new HandOver(
                    file.name() + "#" + file.version(), kind, last(file.name()), file.size(), meeting, end, location);
        });
    }
}
