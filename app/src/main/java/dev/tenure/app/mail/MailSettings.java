package dev.tenure.app.mail;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The SMTP server that takes letters.
 *
 * @param host empty where there is none: then nobody is told by mail
 * @param encryption whether the connection begins encrypted, must become so, or never does
 * @param user empty for a server that asks for none
 * @param from the sender's address; needed with a host
 * @param timeout for each step of a conversation. Too small loses letters to slow servers, which are sent again; too large holds a worker
 */
@ConfigurationProperties("tenure.mail")
record MailSettings(
        @DefaultValue("") String host,
        @DefaultValue("587") int port,
        @DefaultValue("STARTTLS") Encryption encryption,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("") String from,
        @DefaultValue("20s") Duration timeout) {

    /** How the conversation is kept from others. */
    enum Encryption {
        /** The connection is encrypted before the first word (RFC 8314). */
        TLS,
        /** It becomes so before anything is told (RFC 3207); a server that cannot is told nothing. */
        STARTTLS,
        /** Never: for a server on the same machine. */
        NONE
    }

    MailSettings {
        if (!host.isBlank() && !from.matches("[^@\\s\\p{Cntrl}<>]+@[^@\\s\\p{Cntrl}<>]+")) {
            throw new IllegalArgumentException(
                    "tenure.mail.host is set, so tenure.mail.from must be the sender's address, such as recordings@example.org");
        }
        if (!user.isBlank() && encryption == Encryption.NONE) {
            throw new IllegalArgumentException(
                    "tenure.mail.user would be sent for everybody to read: set tenure.mail.encryption to STARTTLS or TLS");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("tenure.mail.timeout must be above zero");
        }
    }

    boolean works() {
        return !host.isBlank();
    }
}
