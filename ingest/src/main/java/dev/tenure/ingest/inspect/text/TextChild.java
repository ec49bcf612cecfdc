package dev.tenure.ingest.inspect.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.exception.WriteLimitReachedException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.BodyContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * The program of the child: one document from standard input, its text to standard output, then the end. Its exit code says how it went.
 * Arguments: the most characters to write, and the document's type.
 */
public final class TextChild {

    static final int CUT = 13;
    static final int DAMAGED = 12;
    static final int LOCKED = 11;

    private TextChild() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream out = System.out;
        // Some parsers talk to themselves.
        System.setOut(System.err);
        BodyContentHandler text = new BodyContentHandler(Integer.parseInt(arguments[0]));
        int code = parse(System.in, arguments[1], text);
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            writer.write(text.toString());
        }
        // Parsers may have left threads behind.
        Runtime.getRuntime().halt(code);
    }

    private static int parse(InputStream document, String type, BodyContentHandler text) {
        Metadata metadata = new Metadata();
        metadata.set(TikaCoreProperties.CONTENT_TYPE_PARSER_OVERRIDE, type);
        ParseContext context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new NothingInside());
        context.set(PDFParserConfig.class, withoutPictures());
        try (TikaInputStream stream = TikaInputStream.get(document)) {
            new AutoDetectParser().parse(stream, text, metadata, context);
            return 0;
        } catch (EncryptedDocumentException locked) {
            return LOCKED;
        } catch (SAXException | TikaException | IOException | RuntimeException | StackOverflowError failure) {
            return WriteLimitReachedException.isWriteLimitReached(failure) ? CUT : DAMAGED;
        }
    }

    /** Pictures are not read: there is nobody here to do it. */
    private static PDFParserConfig withoutPictures() {
        PDFParserConfig config = new PDFParserConfig();
        config.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        config.setExtractInlineImages(false);
        return config;
    }

    /** What is packed into a document is a document of its own that nobody asked for. */
    private static final class NothingInside implements EmbeddedDocumentExtractor {

        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream stream, ContentHandler handler, Metadata metadata, boolean outputHtml) {
            throw new IllegalStateException("nobody asked for what is inside");
        }
    }
}
