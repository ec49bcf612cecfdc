package dev.tenure.ingest.companion.format;

import java.util.List;

/** Finds out in which format a file is, and reads it. */
public final class CompanionFile {

    /** A transcript of a day has some MB. Larger is kept and not normalised; too large here would cost this much memory several times over. */
    public static final int MAX_BYTES = 8 << 20;

    private CompanionFile() {}

    /** Reads a whole file; never throws for what is in it. */
    public static Reading read(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return new Reading.NotUnderstood("it is larger than " + MAX_BYTES + " bytes");
        }
        Decoded decoded = Decoded.of(bytes);
        if (decoded == null) {
            return new Reading.NotUnderstood("it is no text");
        }
        try {
            return read(decoded);
        } catch (Beyond limit) {
            return new Reading.NotUnderstood(String.valueOf(limit.getMessage()));
        }
    }

    private static Reading read(Decoded decoded) {
        List<String> lines = decoded.lines();
        if (TimedText.isWebVtt(lines)) {
            return new Reading.Understood(TimedText.read(decoded));
        }
        if (JsonText.looksJson(decoded.text())) {
            Reading json = JsonText.read(decoded);
            // "[14:03] Ada: hello" begins like JSON too.
            Words text = json instanceof Reading.NotUnderstood ? ChatText.read(decoded) : null;
            return text != null && text.format().equals("chat-text") ? new Reading.Understood(text) : json;
        }
        if (XmlText.looksXml(decoded.text())) {
            return XmlText.read(decoded);
        }
        if (decoded.text().isBlank()) {
            return new Reading.NotUnderstood("it is empty");
        }
        if (decoded.text().stripLeading().startsWith("%PDF-") || looksHtml(decoded.text())) {
            return new Reading.NotUnderstood("it is a document, not a chat or a transcript");
        }
        return new Reading.Understood(TimedText.looksTimed(lines) ? TimedText.read(decoded) : ChatText.read(decoded));
    }

    private static boolean looksHtml(String text) {
        String start = text.stripLeading();
        return start.regionMatches(true, 0, "<!doctype", 0, 9) || start.regionMatches(true, 0, "<html", 0, 5);
    }
}
