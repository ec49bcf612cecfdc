package dev.tenure.app.mail;

import dev.tenure.retention.digest.DigestPost;
import java.util.Properties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MailSettings.class)
class MailConfiguration {

    @Bean
    DigestPost digestPost(MailSettings settings) {
        return new SmtpPost(sender(settings), settings);
    }

    static JavaMailSenderImpl sender(MailSettings settings) {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost(settings.host());
        sender.setPort(settings.port());
        if (!settings.user().isBlank()) {
            sender.setUsername(settings.user());
            sender.setPassword(settings.password());
        }
        String timeout = Long.toString(settings.timeout().toMillis());
        Properties mail = sender.getJavaMailProperties();
        mail.setProperty("mail.smtp.connectiontimeout", timeout);
        mail.setProperty("mail.smtp.timeout", timeout);
        mail.setProperty("mail.smtp.writetimeout", timeout);
        mail.setProperty("mail.smtp.auth", Boolean.toString(!settings.user().isBlank()));
        mail.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        switch (settings.encryption()) {
            case TLS -> mail.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                mail.setProperty("mail.smtp.starttls.enable", "true");
                mail.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> {}
        }
        return sender;
    }
}
