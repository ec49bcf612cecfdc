package dev.tenure.storageapi.limits;

import dev.tenure.storageapi.problem.ProblemAnswers;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LimitSettings.class)
class LimitConfiguration {

    /** Security runs at -100. */
    private static final int BEFORE_SECURITY = -110;

    private static final int AFTER_SECURITY = 0;

    @Bean
    @DependsOnDatabaseInitialization
    Limits limits(DataSource database, LimitSettings settings) {
        return new Limits(database, settings.window());
    }

    @Bean
    FilterRegistrationBean<StrangerLimit> strangerLimit(
            Limits limits, ProblemAnswers problems, LimitSettings settings) {
        var registration = new FilterRegistrationBean<>(new StrangerLimit(
                limits,
                new LimitAnswer(problems, settings.window()),
                new ClientAddress(settings.trustedProxies()),
                settings.perAddress()));
        registration.setOrder(BEFORE_SECURITY);
        return registration;
    }

    @Bean
    FilterRegistrationBean<CallerLimit> callerLimit(Limits limits, ProblemAnswers problems, LimitSettings settings) {
        var registration = new FilterRegistrationBean<>(
                new CallerLimit(limits, new LimitAnswer(problems, settings.window()), settings));
        registration.setOrder(AFTER_SECURITY);
        return registration;
    }
}
