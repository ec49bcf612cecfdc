package dev.tenure.storageapi.security;

import dev.tenure.catalog.Accounts;
import dev.tenure.catalog.people.People;
import dev.tenure.catalog.people.Sessions;
import dev.tenure.storageapi.edge.OtherOrigins;
import dev.tenure.storageapi.edge.PublicAddress;
import dev.tenure.storageapi.problem.ProblemCode;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/**
 * Everything needs a token or a session but the played page, signing in, calls of media servers, the API's description, and asking which upload
 * protocol is spoken.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Nothing may be loaded, framed or run unless an answer says otherwise itself. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

    @Bean
    SecurityFilterChain apiChain(
            HttpSecurity http,
            Callers callers,
            SessionCookie cookie,
            PublicAddress address,
            OtherOrigins origins,
            JsonMapper json)
            throws Exception {
        ProblemWriter problems = new ProblemWriter(json);
        if (!origins.allowedOrigins().isEmpty()) {
            http.addFilter(UploadsFromOtherOrigins.filter(origins, address, problems));
        }
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // What a cookie can do is asked for a token of its session by our own filter.
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterBefore(
                        new CallerFilter(callers, cookie, new SameSite(address), problems), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        paths -> paths.requestMatchers("/play/**", "/api/v1/openapi", "/api/v1/openapi.yaml")
                                .permitAll()
                                .requestMatchers(HttpMethod.OPTIONS, "/api/v1/uploads/**")
                                .permitAll()
                                // Only the port of the management answers there.
                                .requestMatchers("/actuator/health/**", "/actuator/metrics/tenure.*")
                                .permitAll()
                                .requestMatchers(HttpMethod.POST, "/api/v1/session")
                                .permitAll()
                                // Proven by the media server's own signature.
                                .requestMatchers(HttpMethod.POST, CallerFilter.HAND_OVERS + "*")
                                .permitAll()
                                .requestMatchers(HttpMethod.GET, "/sign-in/oidc", "/sign-in/oidc/callback")
                                .permitAll()
                                .requestMatchers("/error")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(
                        failures -> failures.authenticationEntryPoint((request, response, failure) -> problems.write(
                                        response,
                                        ProblemCode.TOKEN_MISSING,
                                        "The request bears no token, and no session."))
                                .accessDeniedHandler((request, response, failure) -> problems.write(
                                        response, ProblemCode.SCOPE_MISSING, "The token may not do this.")))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    @Bean
    Callers callers(Accounts accounts, People people, Sessions sessions, ObjectProvider<ProviderTokens> providers) {
        return new Callers(accounts, people, sessions, Optional.ofNullable(providers.getIfAvailable()));
    }

    @Bean
    SessionCookie sessionCookie(PublicAddress address) {
        return new SessionCookie(address);
    }

    /** Addresses that no honest client writes, told of like every other refusal. */
    @Bean
    RequestRejectedHandler craftedAddresses(JsonMapper json) {
        ProblemWriter problems = new ProblemWriter(json);
        return (request, response, rejected) ->
                problems.write(response, ProblemCode.BAD_REQUEST, "The address or a header is not well-formed.");
    }

    /** Each filter of each request would be timed by itself. What a request takes as a whole is measured elsewhere. */
    @Bean
    SecurityObservationSettings wholeRequestsAlone() {
        return SecurityObservationSettings.noObservations();
    }

    /** Spring knows no users of its own here; saying so keeps it from making one up. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException("no local users");
        };
    }
}
