package dev.tenure.ingest.inspect.text;

import dev.tenure.ingest.inspect.text.ChildRun.Ended;
import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes text out of documents, each in a child of its own. May be called by many threads. */
public final class TextExtractor {

    /** Types that the child's parsers take text out of; an archive is not unpacked, a picture not read. */
    private static final Pattern SUPPORTED = Pattern.compile(
            "text/[a-z0-9.+-]+|application/(?:pdf|rtf|json|xml|xhtml\\+xml|ttml\\+xml|x-subrip|msword"
                    + "|vnd\\.ms-(?:excel|powerpoint|word)[a-z0-9.]*|vnd\\.openxmlformats-officedocument\\.[a-z.]+"
                    + "|vnd\\.oasis\\.opendocument\\.(?:text|spreadsheet|presentation)|x-tika-msoffice|x-tika-ooxml)|image/svg\\+xml");

    /** More bytes than a character has in UTF-8. */
    private static final int BYTES_OF_CHARACTER = 4;

    private final TextSettings settings;
    private final Path scratch;
    private @Nullable ChildCommand command;

    /**
     * Extracts below this directory.
     *
     * @param scratch takes directories of children while they run; made if need be
     */
    TextExtractor(TextSettings settings, Path scratch) {
        this.settings = settings;
        this.scratch = scratch;
    }

    /**
     * Takes the text out.
     *
     * @param mediaType what the content is, as inspection found
     * @throws UncheckedIOException when no child can be started, or its directory not be made; the document has nothing to do with that
     */
    public Extraction extract(SealedObject content, String mediaType) {
        if (!SUPPORTED.matcher(mediaType).matches()) {
            return new Extraction.NotSupported(mediaType);
        }
        if (content.size() > settings.maxSource().toBytes()) {
            return new Extraction.Failed(
                    "it is larger than " + settings.maxSource().toBytes() + " bytes", false);
        }
        try (InputStream document = content.open(ByteRange.whole(content.size()))) {
            return read(run(command(), document, mediaType));
        } catch (IOException e) {
            throw new UncheckedIOException("no text can be taken out of documents now", e);
        }
    }

    private Extraction read(Ended ended) {
        if (!ended.inTime()) {
            return new Extraction.Failed(
                    "it took longer than " + settings.wall().toSeconds() + " s", true);
        }
        return switch (ended.exitCode()) {
            case 0, TextChild.CUT ->
                ended.output().isBlank()
                        ? new Extraction.Empty()
                        : new Extraction.Text(ended.output().strip(), ended.exitCode() == TextChild.CUT);
            case TextChild.LOCKED -> new Extraction.Failed("it is locked with a password", false);
            case TextChild.DAMAGED -> new Extraction.Failed("it is damaged, or expands beyond what is allowed", false);
            default -> new Extraction.Failed("its parser broke a limit of memory or time", false);
        };
    }

    private Ended run(ChildCommand by, InputStream document, String mediaType) throws IOException {
        Files.createDirectories(scratch);
        Path directory = Files.createTempDirectory(
                scratch, "text-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            List<String> line = by.of(settings, directory, List.of(Integer.toString(settings.maxText()), mediaType));
            return new ChildRun(line, directory, settings.maxText() * BYTES_OF_CHARACTER)
                    .run(document, settings.wall());
        } finally {
            delete(directory);
        }
    }

    /** The strictest way that works on this machine, found out once. */
    private synchronized ChildCommand command() throws IOException {
        ChildCommand known = command;
        if (known == null) {
            for (ChildCommand candidate : ChildCommand.candidates()) {
                if (known == null
                        && run(candidate, InputStream.nullInputStream(), "text/plain")
                                        .exitCode()
                                != 1) {
                    known = candidate;
                }
            }
            known = known == null ? ChildCommand.plain() : known;
            command = known;
        }
        return known;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
