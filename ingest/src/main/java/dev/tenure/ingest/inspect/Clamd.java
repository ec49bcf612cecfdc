package dev.tenure.ingest.inspect;

import dev.tenure.objectstore.ByteRange;
import dev.tenure.objectstore.sealing.SealedObject;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A clamd over TCP, by {@code VERSION} and {@code INSTREAM} (clamd(8)). Its OK counts only where all bytes were sent, nothing in them was locked
 * and its signatures are fresh; whatever else happens, the content was not scanned.
 */
final class Clamd implements VirusScanner {

    private static final int CHUNK = 1 << 16;
    private static final int MAX_REPLY = 1024;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Pattern FOUND = Pattern.compile("stream: ([ -~]{1,200}) FOUND");
    private static final DateTimeFormatter BUILT =
            DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy", Locale.ENGLISH);

    private final ScanSettings settings;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    Clamd(ScanSettings settings, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public Scan scan(SealedObject content) {
        if (content.size() > settings.streamMax().toBytes()) {
            return new Scan.NotScanned(
                    "it is larger than " + settings.streamMax().toBytes() + " bytes");
        }
        long until = nanoTime.getAsLong() + settings.timeout().toNanos();
        try {
            if (ZipNames.mayBe(content) && ZipNames.of(content).encrypted()) {
                return new Scan.NotScanned("parts of it are encrypted");
            }
            String version = ask("zVERSION\0", null, until);
            return fresh(version)
                    ? read(ask("zINSTREAM\0", content, until))
                    : new Scan.NotScanned("the scanner's signatures are too old, or it does not say how old");
        } catch (IOException failure) {
            return new Scan.NotScanned("the scanner did not answer");
        }
    }

    private String ask(String command, @Nullable SealedObject content, long until) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(settings.host(), settings.port()), (int) CONNECT.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(command.getBytes(StandardCharsets.US_ASCII));
            if (content != null) {
                send(content, out, until);
            }
            out.flush();
            return reply(socket, until);
        }
    }

    private void send(SealedObject content, DataOutputStream out, long until) throws IOException {
        byte[] buffer = new byte[CHUNK];
        try (InputStream stream = content.open(ByteRange.whole(content.size()))) {
            for (int got = stream.readNBytes(buffer, 0, CHUNK); got > 0; got = stream.readNBytes(buffer, 0, CHUNK)) {
                left(until);
                out.writeInt(got);
                out.write(buffer, 0, got);
            }
        }
        out.writeInt(0);
    }

    private String reply(Socket socket, long until) throws IOException {
        StringBuilder reply = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (reply.length() < MAX_REPLY) {
            socket.setSoTimeout(left(until));
            int next = in.read();
            if (next <= 0) {
                break;
            }
            reply.append((char) next);
        }
        return reply.toString().strip();
    }

    private int left(long until) throws IOException {
        long millis = (until - nanoTime.getAsLong()) / 1_000_000;
        if (millis < 1) {
            throw new IOException("out of time");
        }
        return (int) Math.min(millis, Integer.MAX_VALUE);
    }

    /** {@code ClamAV 1.4.2/27500/Mon Mar  2 09:30:00 2026}: the last part is when its signatures were made. */
    private boolean fresh(String version) {
        String[] parts = version.split("/", -1);
        if (parts.length != 3) {
            return false;
        }
        try {
            LocalDateTime built = LocalDateTime.parse(parts[2].strip().replaceAll("\\s+", " "), BUILT);
            // It writes local time of its machine without saying where that is: half a day is within what the age
            // allows for.
            Duration age = Duration.between(built.toInstant(ZoneOffset.UTC), clock.instant());
            return age.compareTo(settings.signatureAge()) <= 0;
        } catch (DateTimeParseException unreadable) {
            return false;
        }
    }

    private static Scan read(String reply) {
        if (reply.equals("stream: OK")) {
            return new Scan.Clean();
        }
        Matcher found = FOUND.matcher(reply);
        if (!found.matches()) {
            return new Scan.NotScanned(
                    reply.contains("size limit exceeded")
                            ? "it is larger than the scanner takes"
                            : "the scanner failed");
        }
        String signature = found.group(1);
        boolean gaveUp =
                signature.startsWith("Heuristics.Limits.Exceeded") || signature.startsWith("Heuristics.Encrypted");
        return gaveUp ? new Scan.NotScanned("the scanner gave up: " + signature) : new Scan.Infected(signature);
    }
}
