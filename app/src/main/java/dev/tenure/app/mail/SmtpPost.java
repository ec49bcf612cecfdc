package dev.tenure.app.mail;

import dev.tenure.retention.digest.Digest;
import dev.tenure.retention.digest.DigestPost;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Sends digests by SMTP (RFC 5321), one letter to one person. */
final class SmtpPost implements DigestPost {

    /** Characters of a reason that are kept: enough for a reply of SMTP, too few for a page of a firewall. */
    private static final int LONGEST_REASON = 200;

    private final JavaMailSenderImpl sender;
    private final MailSettings settings;

    SmtpPost(JavaMailSenderImpl sender, MailSettings settings) {
        this.sender = sender;
        this.settings = settings;
    }

    @Override
    public boolean works() {
        return settings.works();
    }

    @Override
    public Outcome send(Digest digest) {
        try {
            sender.send(letter(digest));
            return new Taken();
        } catch (MessagingException unfit) {
            return new Refused("the address cannot be written to");
        } catch (MailSendException failure) {
            return refusal(failure);
        } catch (MailException failure) {
            return new Unreachable(reason(failure));
        }
    }

    private MimeMessage letter(Digest digest) throws MessagingException {
        DigestLetter words = new DigestLetter(digest);
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper letter = new MimeMessageHelper(message, true, StandardCharsets.UTF_8.name());
        letter.setFrom(new InternetAddress(settings.from(), true));
        letter.setTo(new InternetAddress(digest.recipient().email(), true));
        letter.setSubject(words.subject());
        letter.setText(words.text(), words.html());
        message.setHeader("Message-ID", name(digest));
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /** The same for the same digest, so that a letter that is sent twice is known as one. */
    private String name(Digest digest) {
        String domain = settings.from().substring(settings.from().indexOf('@') + 1);
        return "<digest-" + digest.day() + "-" + digest.recipient().person() + "@" + domain + ">";
    }

    /** A server that answered about this letter may take others; one that did not answer, or not in time, takes none now. */
    private static Outcome refusal(MailSendException failure) {
        return Arrays.stream(failure.getMessageExceptions())
                .filter(SendFailedException.class::isInstance)
                .findFirst()
                .<Outcome>map(refused -> new Refused(reason(refused)))
                .orElseGet(() -> new Unreachable(reason(failure)));
    }

    /** What was said, in one short line without addresses: it ends in rows and logs. */
    private static String reason(Exception failure) {
        Throwable last = failure;
        while (last.getCause() != null) {
            last = last.getCause();
        }
        String said = String.valueOf(last.getMessage())
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .replaceAll("\\S+@\\S+", "(address)")
                .strip();
        return said.length() > LONGEST_REASON ? said.substring(0, LONGEST_REASON) : said;
    }
}
