package dev.tenure.storageapi.people;

import dev.tenure.catalog.people.Credentials;
import dev.tenure.catalog.people.Person;
import dev.tenure.catalog.people.Role;
import dev.tenure.catalog.people.Session;
import dev.tenure.catalog.people.Sessions;
import dev.tenure.storageapi.problem.ApiProblem;
import dev.tenure.storageapi.problem.Given;
import dev.tenure.storageapi.problem.ProblemCode;
import dev.tenure.storageapi.security.Caller;
import dev.tenure.storageapi.security.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signing in with a password, who is signed in, and signing out. */
@RestController
@RequestMapping("/api/v1")
class SessionController {

    private static final Logger LOG = LoggerFactory.getLogger(SessionController.class);

    private final Credentials credentials;
    private final Sessions sessions;
    private final SessionCookie cookie;

    SessionController(Credentials credentials, Sessions sessions, SessionCookie cookie) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.cookie = cookie;
    }

    /** Who signs in: the account's short name, their address, their password. */
    record SignInRequest(String account, String email, String password) {

        SignInRequest {
            Given.text("account", account);
            Given.text("email", email);
            Given.text("password", password);
        }

        @Override
        public String toString() {
            return "SignInRequest";
        }
    }

    /** A proof of who somebody is. */
    record ConfirmRequest(String password) {

        ConfirmRequest {
            Given.text("password", password);
        }

        @Override
        public String toString() {
            return "ConfirmRequest";
        }
    }

    /** Another password, and the one that it replaces. */
    record PasswordRequest(String current, String password) {

        PasswordRequest {
            Given.text("current", current);
            Given.text("password", password);
        }

        @Override
        public String toString() {
            return "PasswordRequest";
        }
    }

    /**
     * Who calls.
     *
     * @param person absent for programs
     * @param session absent for bearers of tokens
     */
    record CallerView(
            String account,
            String actor,
            List<String> scopes,
            @Nullable SelfView person,
            @Nullable SessionView session) {

        static CallerView of(Caller caller, Optional<String> secret) {
            return new CallerView(
                    caller.account().toString(),
                    caller.actor().value(),
                    caller.scopes().stream().sorted().toList(),
                    caller.person().map(SelfView::of).orElse(null),
                    caller.session()
                            .map(session -> SessionView.of(session, secret.orElseThrow()))
                            .orElse(null));
        }
    }

    /** The person who calls. */
    record SelfView(String id, String email, String name, List<Role> roles) {

        static SelfView of(Person person) {
            return new SelfView(
                    person.id().toString(),
                    person.email(),
                    person.name(),
                    person.roles().stream().sorted().toList());
        }
    }

    /**
     * The session.
     *
     * @param csrfToken goes into the header X-Tenure-CSRF of requests that change something
     * @param fresh whether acts that cannot be taken back are possible without confirming first
     */
    record SessionView(String csrfToken, Session.Method method, boolean fresh, boolean mustChangePassword) {

        static SessionView of(Session session, String secret) {
            return new SessionView(
                    SessionCookie.csrfToken(secret), session.method(), session.fresh(), session.mustChangePassword());
        }
    }

    /** What a browser goes on with after it signed in. */
    record SignedIn(String csrfToken, boolean mustChangePassword) {}

    @PostMapping("/session")
    SignedIn signIn(@RequestBody SignInRequest wish, HttpServletRequest request, HttpServletResponse response) {
        Person person = credentials
                .bySecret(wish.account(), wish.email(), wish.password(), request.getRemoteAddr())
                .orElseThrow(() -> {
                    LOG.info("sign-in refused from {}", request.getRemoteAddr());
                    return refused();
                });
        // Whatever session the browser had is over: nobody can have prepared the one that begins.
        cookie.read(request).flatMap(sessions::find).ifPresent(sessions::end);
        return begin(person, response);
    }

    private SignedIn begin(Person person, HttpServletResponse response) {
        String secret = sessions.start(person, Session.Method.PASSWORD, null);
        cookie.write(response, secret);
        return new SignedIn(SessionCookie.csrfToken(secret), credentials.mustChange(person.id()));
    }

    @GetMapping("/session")
    CallerView show(Caller caller, HttpServletRequest request) {
        return CallerView.of(caller, cookie.read(request));
    }

    @DeleteMapping("/session")
    ResponseEntity<Void> signOut(Caller caller, HttpServletResponse response) {
        sessions.end(need(caller));
        cookie.clear(response);
        return ResponseEntity.noContent().build();
    }

    @DeleteMapping("/sessions")
    ResponseEntity<Void> signOutEverywhere(Caller caller, HttpServletResponse response) {
        sessions.endAll(need(caller).person());
        cookie.clear(response);
        return ResponseEntity.noContent().build();
    }

    @PostMapping("/session/confirm")
    ResponseEntity<Void> confirm(Caller caller, @RequestBody ConfirmRequest wish, HttpServletRequest request) {
        Session session = need(caller);
        prove(session, wish.password(), request);
        sessions.confirm(session);
        return ResponseEntity.noContent().build();
    }

    /** Ends all sessions of the person and goes on with a new one. */
    @PostMapping("/session/password")
    SignedIn change(
            Caller caller,
            @RequestBody PasswordRequest wish,
            HttpServletRequest request,
            HttpServletResponse response) {
        Session session = need(caller);
        prove(session, wish.current(), request);
        credentials.objection(session.person(), wish.password()).ifPresent(objection -> {
            throw new ApiProblem(ProblemCode.PASSWORD_UNFIT, objection);
        });
        if (wish.password().equals(wish.current())) {
            throw new ApiProblem(ProblemCode.PASSWORD_UNFIT, "It is the password that you have.");
        }
        credentials.change(session.person(), wish.password());
        return begin(session.person(), response);
    }

    private void prove(Session session, String password, HttpServletRequest request) {
        if (!credentials.confirms(session.person(), password, request.getRemoteAddr())) {
            LOG.info("a session's password was refused from {}", request.getRemoteAddr());
            throw refused();
        }
    }

    private static Session need(Caller caller) {
        return caller.session()
                .orElseThrow(() -> new ApiProblem(
                        ProblemCode.BAD_REQUEST, "This is about a session, and the request came with a token."));
    }

    private static ApiProblem refused() {
        return new ApiProblem(ProblemCode.SIGN_IN_REFUSED, "The account, the address or the password is not right.");
    }
}
