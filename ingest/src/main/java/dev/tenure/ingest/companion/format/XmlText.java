package dev.tenure.ingest.companion.format;

import java.io.StringReader;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The chat in a published BigBlueButton recording ({@code slides_new.xml}: {@code chattimeline}), and captions as TTML. A document type is refused
 * before anything of it is read, so there are no entities to expand and nothing to fetch.
 */
final class XmlText {

    private static final int MAX_DEPTH = 64;

    private final Gathering gathering = new Gathering();
    private String format = "xml";

    private XmlText() {}

    static boolean looksXml(String text) {
        String start = text.stripLeading();
        return start.startsWith("<?xml") || start.startsWith("<popcorn") || start.startsWith("<tt");
    }

    static Reading read(Decoded decoded) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        XmlText reading = new XmlText();
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(
                    new StringReader(decoded.text().stripLeading()));
            try {
                return reading.read(xml, decoded);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException malformed) {
            return new Reading.NotUnderstood("it is no XML that can be read");
        }
    }

    private Reading read(XMLStreamReader xml, Decoded decoded) throws XMLStreamException {
        int depth = 0;
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> {
                    return new Reading.NotUnderstood("it is XML with a document type of its own");
                }
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new Beyond("it nests deeper than " + MAX_DEPTH);
                    }
                    if (element(xml)) {
                        depth--;
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {
                    // Space and comments between elements.
                }
            }
        }
        if (format.equals("xml")) {
            return new Reading.NotUnderstood("it is XML without messages or captions");
        }
        return new Reading.Understood(gathering.words(format, decoded.encoding(), null));
    }

    /** Whether the element was read to its end. */
    private boolean element(XMLStreamReader xml) throws XMLStreamException {
        int line = xml.getLocation().getLineNumber();
        return switch (xml.getLocalName()) {
            case "chattimeline" -> message(xml, line);
            case "p" -> caption(xml, line);
            default -> false;
        };
    }

    private boolean message(XMLStreamReader xml, int line) {
        format = "bigbluebutton-chat";
        String text = xml.getAttributeValue(null, "message");
        gathering.add(new Entry(
                line,
                seconds(xml.getAttributeValue(null, "in")),
                null,
                null,
                null,
                xml.getAttributeValue(null, "name"),
                null,
                text == null ? "" : Plain.decode(text)));
        return false;
    }

    private boolean caption(XMLStreamReader xml, int line) throws XMLStreamException {
        format = "ttml";
        Long begin = seconds(xml.getAttributeValue(null, "begin"));
        Long end = seconds(xml.getAttributeValue(null, "end"));
        String speaker = xml.getAttributeValue("http://www.w3.org/ns/ttml#metadata", "agent");
        String text = inner(xml);
        if (begin != null && end != null && end < begin) {
            gathering.mended();
            end = begin;
        }
        gathering.add(new Entry(line, begin, begin == null ? null : end, null, null, speaker, null, text));
        return true;
    }

    private static String inner(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        for (int depth = 1; depth > 0; ) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    if (++depth > MAX_DEPTH) {
                        throw new Beyond("it nests deeper than " + MAX_DEPTH);
                    }
                    if (xml.getLocalName().equals("br")) {
                        text.append('\n');
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
                case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException("an entity of its own");
                default -> {
                    // Comments.
                }
            }
        }
        return text.toString();
    }

    /** Milliseconds out of {@code 12.5}, {@code 12.5s} or {@code 00:00:12.500}. */
    private @Nullable Long seconds(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.matches("\\d{1,9}(\\.\\d{1,9})?s?")) {
            return Math.round(Double.parseDouble(text.replace("s", "")) * 1000);
        }
        return Times.isPlace(text) ? (Long) Times.place(text, gathering) : null;
    }
}
