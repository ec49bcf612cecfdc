package dev.tenure.app.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.smtp.SmtpServer;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tenure.app.mail.MailSettings.Encryption;
import dev.tenure.catalog.ItemKind;
import dev.tenure.retention.digest.Digest;
import dev.tenure.retention.digest.DigestPost;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmtpPostIT {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void open() {
        server.start();
    }

    @AfterEach
    void close() {
        server.stop();
    }

    private static MailSettings settings(int port, Encryption encryption) {
        return new MailSettings(
                "127.0.0.1", port, encryption, "", "", "recordings@tenure.example", Duration.ofSeconds(2));
    }

    private static DigestPost post(MailSettings settings) {
        return new SmtpPost(MailConfiguration.sender(settings), settings);
    }

    private DigestPost post() {
        SmtpServer smtp = server.getSmtp();
        return post(settings(smtp.getPort(), Encryption.NONE));
    }

    private static Digest digest(String email) {
        return Digested.digest(email, List.of(Digested.line("Wöchentlich", 1, ItemKind.RECORDING)), List.of(), 0);
    }

    @Test
    void aLetterArrivesAsTextAndAsHtml() throws MessagingException, IOException {
        assertThat(post().send(digest("ada@example.org"))).isEqualTo(new DigestPost.Taken());
        MimeMessage letter = server.getReceivedMessages()[0];
        assertThat(letter.getSubject()).isEqualTo("1 item goes soon");
        assertThat(letter.getFrom()[0]).hasToString("recordings@tenure.example");
        assertThat(letter.getAllRecipients()).singleElement().hasToString("ada@example.org");
        assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(letter.getMessageID()).isEqualTo("<digest-2026-04-21-" + Digested.ADA + "@tenure.example>");
        assertThat(letter.getSentDate()).isNotNull();
        String whole = GreenMailUtil.getBody(letter);
        assertThat(whole).contains("text/plain; charset=UTF-8").contains("text/html;charset=UTF-8");
    }

    @Test
    void theSameDigestSentAgainIsTheSameLetter() throws MessagingException {
        DigestPost post = post();
        post.send(digest("ada@example.org"));
        post.send(digest("ada@example.org"));
        MimeMessage[] letters = server.getReceivedMessages();
        assertThat(letters).hasSize(2);
        assertThat(letters[0].getMessageID()).isEqualTo(letters[1].getMessageID());
    }

    @Test
    void anAddressThatIsNoneIsRefusedBeforeAnybodyIsAsked() {
        assertThat(post().send(digest("ada@example.org, eve@example.org"))).isInstanceOf(DigestPost.Refused.class);
        assertThat(post().send(digest("ada@exa mple.org"))).isInstanceOf(DigestPost.Refused.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsUnreachable() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        assertThat(post(settings(free, Encryption.NONE)).send(digest("ada@example.org")))
                .isInstanceOf(DigestPost.Unreachable.class);
    }

    @Test
    void aServerThatCannotEncryptIsToldNothing() {
        assertThat(post(settings(server.getSmtp().getPort(), Encryption.STARTTLS))
                        .send(digest("ada@example.org")))
                .isInstanceOf(DigestPost.Unreachable.class);
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(post(settings(silent.getLocalPort(), Encryption.NONE)).send(digest("ada@example.org")))
                    .isInstanceOf(DigestPost.Unreachable.class);
        }
    }

    @Test
    void aMailboxThatTheServerRefusesConcernsNobodyElse() throws IOException {
        try (ServerSocket strict = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseRecipients(strict));
            assertThat(post(settings(strict.getLocalPort(), Encryption.NONE)).send(digest("gone@example.org")))
                    .isEqualTo(new DigestPost.Refused("550 5.1.1 (address) is unknown here"));
        }
    }

    /** As RFC 5321 has it, of a server that knows no mailbox. */
    private static void refuseRecipients(ServerSocket server) {
        try (Socket client = server.accept();
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            say(out, "220 strict.example");
            for (String line = read(in); !line.isEmpty(); line = read(in)) {
                say(out, line.startsWith("RCPT") ? "550 5.1.1 <gone@example.org> is unknown here" : "250 ok");
            }
        } catch (IOException e) {
            // The client hung up, as it may.
        }
    }

    private static void say(OutputStream out, String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void withoutAServerItDoesNotWork() {
        MailSettings nowhere = new MailSettings("", 587, Encryption.STARTTLS, "", "", "", Duration.ofSeconds(2));
        assertThat(post(nowhere).works()).isFalse();
        assertThat(post().works()).isTrue();
    }

    @Test
    void settingsThatCannotWorkAreRefusedAtTheStart() {
        assertThatThrownBy(() -> new MailSettings("h", 25, Encryption.NONE, "", "", "", Duration.ofSeconds(1)))
                .hasMessageContaining("tenure.mail.from");
        assertThatThrownBy(() -> new MailSettings(
                        "h", 25, Encryption.NONE, "", "", "a@b.example\r\nBcc: c@d.example", Duration.ofSeconds(1)))
                .hasMessageContaining("tenure.mail.from");
        assertThatThrownBy(() ->
                        new MailSettings("h", 25, Encryption.NONE, "me", "p", "a@b.example", Duration.ofSeconds(1)))
                .hasMessageContaining("STARTTLS or TLS");
    }
}
