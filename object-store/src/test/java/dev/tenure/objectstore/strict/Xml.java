package dev.tenure.objectstore.strict;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** S3's documents: written element by element, read without document types, so without entities. */
final class Xml {

    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final StringBuilder text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    private final List<String> open = new ArrayList<>();

    private Xml() {}

    /** A document of S3's namespace. */
    static Xml document(String root) {
        Xml xml = new Xml();
        xml.text.append('<').append(root).append(" xmlns=\"").append(NAMESPACE).append("\">");
        xml.open.add(root);
        return xml;
    }

    /** An error, which S3 writes without a namespace. */
    static Xml error(String code, @Nullable String message, String resource, String requestId) {
        Xml xml = new Xml();
        xml.begin("Error").text("Code", code).text("Message", message);
        return xml.text("Resource", resource).text("RequestId", requestId);
    }

    Xml begin(String element) {
        text.append('<').append(element).append('>');
        open.add(element);
        return this;
    }

    Xml end() {
        text.append("</").append(open.removeLast()).append('>');
        return this;
    }

    /** An element with text; none at all without. */
    Xml text(String element, @Nullable Object value) {
        if (value != null) {
            text.append('<').append(element).append('>');
            value.toString().codePoints().forEach(this::escaped);
            text.append("</").append(element).append('>');
        }
        return this;
    }

    private void escaped(int character) {
        switch (character) {
            case '&' -> text.append("&amp;");
            case '<' -> text.append("&lt;");
            case '>' -> text.append("&gt;");
            case '"' -> text.append("&quot;");
            case '\r' -> text.append("&#13;");
            default -> text.appendCodePoint(character);
        }
    }

    /** The document, all its elements ended. */
    byte[] bytes() {
        while (!open.isEmpty()) {
            end();
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The root of a request's document, which must be this one. */
    static Element read(byte[] bytes, String root) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new DefaultHandler());
            Element element = builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement();
            if (!element.getLocalName().equals(root)) {
                throw S3Refusal.malformedXml();
            }
            return element;
        } catch (SAXException | IOException notXml) {
            throw S3Refusal.malformedXml();
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the JDK's parser can do without document types", e);
        }
    }

    static List<Element> children(Element parent, String name) {
        return IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(parent.getChildNodes()::item)
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .filter(element -> element.getLocalName().equals(name))
                .toList();
    }

    static Optional<String> optional(Element parent, String name) {
        List<Element> found = children(parent, name);
        if (found.size() > 1) {
            throw S3Refusal.malformedXml();
        }
        return found.stream().map(Element::getTextContent).findFirst();
    }

    static String required(Element parent, String name) {
        return optional(parent, name).orElseThrow(S3Refusal::malformedXml);
    }
}
