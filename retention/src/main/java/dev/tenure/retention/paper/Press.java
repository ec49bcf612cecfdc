package dev.tenure.retention.paper;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;

/** Makes a PDF of XHTML, and attaches the document that it shows. */
final class Press {

    private static final String FONTS = "/net/sf/jasperreports/fonts/dejavu/";

    static {
        XRLog.setLoggingEnabled(false);
    }

    private Press() {}

    /**
     * A page, or as many as it takes.
     *
     * @param title of the file
     * @param at when it was made, as the file says
     * @param attachment the signed document, and what its file is called
     */
    static byte[] print(String xhtml, String title, Instant at, String fileName, String attachment) {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.useFastMode();
        builder.withHtmlContent(xhtml, null);
        // Nothing is ever fetched, whatever a document says.
        builder.useUriResolver((base, uri) -> null);
        builder.useExternalResourceAccessControl(
                (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
        builder.useExternalResourceAccessControl(
                (uri, type) -> false, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
        builder.useFont(font("DejaVuSans.ttf"), "Text", 400, FontStyle.NORMAL, true);
        builder.useFont(font("DejaVuSans-Bold.ttf"), "Text", 700, FontStyle.NORMAL, true);
        builder.useFont(font("DejaVuSansMono.ttf"), "Mono", 400, FontStyle.NORMAL, true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
            try (PDDocument document = renderer.getPdfDocument()) {
                describe(document, title, at);
                attach(document, fileName, attachment, at);
                document.save(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a page could not be made in memory", e);
        }
        return out.toByteArray();
    }

    private static FSSupplier<InputStream> font(String name) {
        return () -> {
            InputStream font = Press.class.getResourceAsStream(FONTS + name);
            if (font == null) {
                throw new IllegalStateException("the font " + name + " does not come with the program");
            }
            return font;
        };
    }

    private static void describe(PDDocument document, String title, Instant at) {
        PDDocumentInformation information = new PDDocumentInformation();
        information.setTitle(title);
        information.setProducer("Tenure");
        information.setCreationDate(calendar(at));
        information.setModificationDate(calendar(at));
        document.setDocumentInformation(information);
        // Else it is made out of the time of day, and no page would be the same twice.
        document.setDocumentId(at.getEpochSecond());
    }

    private static void attach(PDDocument document, String fileName, String attachment, Instant at) throws IOException {
        byte[] bytes = attachment.getBytes(StandardCharsets.UTF_8);
        PDEmbeddedFile file = new PDEmbeddedFile(document, new ByteArrayInputStream(bytes));
        file.setSubtype("application/json");
        file.setSize(bytes.length);
        file.setCreationDate(calendar(at));
        PDComplexFileSpecification specification = new PDComplexFileSpecification();
        specification.setFile(fileName);
        specification.setFileUnicode(fileName);
        specification.setFileDescription("The signed document that this page shows");
        specification.setEmbeddedFile(file);
        PDEmbeddedFilesNameTreeNode names = new PDEmbeddedFilesNameTreeNode();
        names.setNames(Map.of(fileName, specification));
        PDDocumentNameDictionary dictionary = new PDDocumentNameDictionary(document.getDocumentCatalog());
        dictionary.setEmbeddedFiles(names);
        document.getDocumentCatalog().setNames(dictionary);
    }

    private static Calendar calendar(Instant at) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(at.toEpochMilli());
        return calendar;
    }
}
