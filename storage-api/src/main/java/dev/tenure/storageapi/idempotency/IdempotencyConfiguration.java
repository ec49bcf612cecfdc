package dev.tenure.storageapi.idempotency;

import dev.tenure.storageapi.problem.ProblemAnswers;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class IdempotencyConfiguration {

    /** After the body has arrived. */
    private static final int AFTER_BODY = 20;

    @Bean
    IdempotentRequests idempotentRequests(JdbcClient database) {
        return new IdempotentRequests(new JdbcIdempotentRequests(database), new AnswerSeal(JsonMapper.shared()));
    }

    @Bean
    FilterRegistrationBean<IdempotencyFilter> idempotency(IdempotentRequests requests, ProblemAnswers problems) {
        var registration = new FilterRegistrationBean<>(new IdempotencyFilter(requests, problems));
        registration.setOrder(AFTER_BODY);
        return registration;
    }
}
