package dev.tenure.ingest.handover.bigbluebutton;

import dev.tenure.ingest.handover.MeetingFacts;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code metadata.xml} says of its recording. Nothing outside of the file is read for it, and it may not declare anything.
 *
 * @param id the server's own
 * @param state {@code published}, or another
 */
record Metadata(
        String id,
        @Nullable String state,
        @Nullable String title,
        @Nullable Instant start,
        @Nullable Instant end) {

    /** Where the parser stops: nobody nests deeper. */
    private static final int MAX_DEPTH = 32;

    /** Of one text, in characters. */
    private static final int MAX_TEXT = 4000;

    private static final String ID = "recording/id";
    private static final String STATE = "recording/state";
    private static final String TITLE = "recording/meta/meetingName";
    private static final String START = "recording/start_time";
    private static final String END = "recording/end_time";
    private static final Set<String> READ = Set.of(ID, STATE, TITLE, START, END);

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

    /** Empty when it is no such file, or cannot be read without believing it. */
    static Optional<Metadata> of(byte[] xml) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing else is read");
        });
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return of(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException | RuntimeException malformed) {
            // The parser throws all kinds of exceptions at what is malformed.
            return Optional.empty();
        }
    }

    private static Optional<Metadata> of(XMLStreamReader reader) throws XMLStreamException {
        Map<String, StringBuilder> texts = new HashMap<>();
        Deque<String> open = new ArrayDeque<>();
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return Optional.empty();
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (open.size() >= MAX_DEPTH) {
                        return Optional.empty();
                    }
                    open.addLast(reader.getLocalName());
                }
                case XMLStreamConstants.END_ELEMENT -> open.removeLast();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    String path = open.size() > 3 ? "" : String.join("/", open);
                    if (READ.contains(path)) {
                        StringBuilder text = texts.computeIfAbsent(path, absent -> new StringBuilder());
                        text.append(reader.getText());
                        text.setLength(Math.min(text.length(), MAX_TEXT));
                    }
                }
                default -> {
                    // Comments and the like.
                }
            }
        }
        String id = text(texts, ID);
        return id == null
                ? Optional.empty()
                : Optional.of(
                        new Metadata(id, text(texts, STATE), text(texts, TITLE), time(texts, START), time(texts, END)));
    }

    private static @Nullable String text(Map<String, StringBuilder> texts, String path) {
        StringBuilder text = texts.get(path);
        return text == null || text.toString().isBlank()
                ? null
                : text.toString().strip();
    }

    /** Milliseconds since 1970; what cannot be meant is not there. */
    private static @Nullable Instant time(Map<String, StringBuilder> texts, String path) {
        String text = text(texts, path);
        if (text == null || !text.matches("[0-9]{1,14}")) {
            return null;
        }
        Instant at = Instant.ofEpochMilli(Long.parseLong(text));
        return at.isAfter(EARLIEST) ? at : null;
    }

    MeetingFacts meeting() {
        return MeetingFacts.of(id, title, start, end);
    }
}
