package dev.tenure.storageapi.edge;

import dev.tenure.storageapi.problem.AnswerHeaders;
import dev.tenure.storageapi.problem.ProblemAnswers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.header.HeaderWriterFilter;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({EdgeSettings.class, OtherOrigins.class, PublicAddress.class})
class EdgeConfiguration {

    /** After security, before whatever reads bodies. */
    private static final int BODY_ORDER = 10;

    /** Writes at the last moment, and only what the answer does not say itself: a second policy would hold beside the first. */
    @Bean
    FilterRegistrationBean<HeaderWriterFilter> answerHeaders(PublicAddress address) {
        Map<String, String> headers = new LinkedHashMap<>(AnswerHeaders.ALWAYS);
        if (address.encrypted()) {
            // A proxy ends TLS, so requests do not look encrypted, and Spring's own writer says nothing.
            headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        var registration = new FilterRegistrationBean<>(new HeaderWriterFilter(List.of((request, response) ->
                headers.forEach((name, value) -> {
                    if (!response.containsHeader(name)) {
                        response.setHeader(name, value);
                    }
                }))));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    @Bean
    FilterRegistrationBean<BodyGate> bodyGate(ProblemAnswers problems, EdgeSettings settings) {
        var registration = new FilterRegistrationBean<>(new BodyGate(problems, settings, System::nanoTime));
        registration.setOrder(BODY_ORDER);
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> deadlines(EdgeSettings settings) {
        return factory -> {
            factory.addEngineValves(new UnreadBody(settings.bodyDeadline(), System::nanoTime));
            factory.setProtocol(HeadDeadline.class.getName());
            factory.addConnectorCustomizers(connector -> {
                if (connector.getProtocolHandler() instanceof HeadDeadline protocol) {
                    protocol.deadline(settings.headDeadline());
                }
            });
        };
    }
}
