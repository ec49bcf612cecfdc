package dev.tenure.storageapi.security;

import dev.tenure.catalog.Accounts;
import dev.tenure.storageapi.problem.ProblemCode;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import tools.jackson.databind.json.JsonMapper;

/** Everything needs a token but the played page, the API's description, and asking which upload protocol is spoken. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    /** Nothing may be loaded, framed or run unless an answer says otherwise itself. */
    private static final String NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox";

    @Bean
    SecurityFilterChain apiChain(HttpSecurity http, Accounts accounts, JsonMapper json) throws Exception {
        ProblemWriter problems = new ProblemWriter(json);
        return http.sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // No cookie or other credential travels by itself, so there is nothing to forge.
                .csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .addFilterBefore(new TokenFilter(accounts, problems), AuthorizationFilter.class)
                .authorizeHttpRequests(
                        paths -> paths.requestMatchers("/play/**", "/api/v1/openapi", "/api/v1/openapi.yaml")
                                .permitAll()
                                .requestMatchers(HttpMethod.OPTIONS, "/api/v1/uploads/**")
                                .permitAll()
                                // Only the port of the management answers there.
                                .requestMatchers("/actuator/health/**")
                                .permitAll()
                                .requestMatchers("/error")
                                .permitAll()
                                .anyRequest()
                                .authenticated())
                .exceptionHandling(failures -> failures.authenticationEntryPoint((request, response, failure) ->
                                problems.write(response, ProblemCode.TOKEN_MISSING, "The request bears no token."))
                        .accessDeniedHandler((request, response, failure) ->
                                problems.write(response, ProblemCode.SCOPE_MISSING, "The token may not do this.")))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(NOTHING))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    /** Addresses that no honest client writes, told of like every other refusal. */
    @Bean
    RequestRejectedHandler craftedAddresses(JsonMapper json) {
        ProblemWriter problems = new ProblemWriter(json);
        return (request, response, rejected) ->
                problems.write(response, ProblemCode.BAD_REQUEST, "The address or a header is not well-formed.");
    }

    /** There are no local users here; saying so keeps Spring from making one up. */
    @Bean
    UserDetailsService noUsers() {
        return name -> {
            throw new UsernameNotFoundException("no local users");
        };
    }
}
