package dev.tenure.storageapi.oidc;

import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Session;
import dev.tenure.catalog.people.Sessions;
import dev.tenure.storageapi.edge.PublicAddress;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;

/** Sign-in with the provider, for browsers: there and back. */
@RestController
@RequestMapping(SignInPages.PATH)
class OidcSignInController {

    private static final Logger LOG = LoggerFactory.getLogger(OidcSignInController.class);

    private final Provider provider;
    private final OidcPeople people;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final PublicAddress address;
    private final OidcSettings settings;

    OidcSignInController(
            Provider provider,
            OidcPeople people,
            Sessions sessions,
            SessionCookie cookie,
            PublicAddress address,
            OidcSettings settings) {
        this.provider = provider;
        this.people = people;
        this.sessions = sessions;
        this.cookie = cookie;
        this.address = address;
        this.settings = settings;
    }

    /**
     * Sends the browser to the provider.
     *
     * @param again present when the person is to prove anew who they are, before an act that cannot be taken back
     */
    @GetMapping
    ResponseEntity<String> begin(
            @RequestParam(required = false) @Nullable String again,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!provider.configured()) {
            throw new ApiProblem(ProblemCode.NOT_FOUND, "No provider is configured here; sign in with a password.");
        }
        Handshake handshake = Handshake.fresh(again != null);
        try {
            URI there = URI.create(provider.address(handshake, redirect(request)));
            HandshakeCookie.write(response, handshake, address);
            return ResponseEntity.status(HttpStatus.FOUND).location(there).build();
        } catch (RestClientException | IllegalArgumentException | IllegalStateException e) {
            return silent(e);
        }
    }

    /** Takes the browser back, and gives it a session when the provider vouches for a person of ours. */
    @GetMapping("/callback")
    ResponseEntity<String> end(
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String state,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Handshake> begun = HandshakeCookie.read(request, address);
        HandshakeCookie.clear(response, address);
        if (!provider.configured() || code == null || state == null || begun.isEmpty()) {
            return refused("The sign-in was not finished, or not begun in this browser.");
        }
        Handshake handshake = begun.get();
        OidcUser user;
        try {
            user = provider.redeem(handshake, redirect(request), code, state);
        } catch (AuthenticationException e) {
            LOG.info("a sign-in with the provider was refused: {}", e.getMessage());
            return refused("What the provider sent does not belong to a sign-in that was begun here.");
        } catch (RestClientException | IllegalArgumentException | IllegalStateException e) {
            return silent(e);
        }
        Optional<Person> person = people.of(user);
        if (person.isEmpty()) {
            LOG.info("the provider vouched for somebody who is nobody's here");
            return refused(
                    "The provider knows you, but no person here has your verified address. Ask your administrator.");
        }
        cookie.read(request).flatMap(sessions::find).ifPresent(sessions::end);
        cookie.write(response, sessions.start(person.get(), Session.Method.OIDC, provenAt(user, handshake)));
        return SignInPages.goOn(settings.landing());
    }

    /** A provider that remembers somebody says since when; one that does not say counts only where it was told to ask anew. */
    private static @Nullable Instant provenAt(OidcUser user, Handshake handshake) {
        Instant said = user.getAuthenticatedAt();
        return said == null && !handshake.again() ? Instant.EPOCH : said;
    }

    private static ResponseEntity<String> silent(RuntimeException failure) {
        LOG.warn("the sign-in provider does not say where it is: {}", failure.getMessage());
        return SignInPages.refused(ProblemCode.PROVIDER_UNAVAILABLE, "It did not say where people sign in.");
    }

    private static ResponseEntity<String> refused(String detail) {
        return SignInPages.refused(ProblemCode.SIGN_IN_REFUSED, detail);
    }

    private String redirect(HttpServletRequest request) {
        return address.origin(request) + SignInPages.PATH + "/callback";
    }
}
