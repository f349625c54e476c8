package dev.rondo.webserver.auth;

import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.PageCookie;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Getting a token and giving it back; the page is given it in a cookie. */
public final class AuthRoutes {

    // Longer ones only cost time: argon2 reads every byte.
    static final int MAX_PASSWORD = 1_000;
    private static final int MAX_USERNAME = 256;

    private final SignInService service;
    private final List<Provider> providers;

    /**
     * Signs in by passwords.
     *
     * @param providers what else the page offers
     */
    public AuthRoutes(SignInService service, List<Provider> providers) {
        this.service = service;
        this.providers = List.copyOf(providers);
    }

    /** An identity provider; a browser that goes to the path is signed in by it. */
    public record Provider(String name, String path) {}

    record Ways(List<Provider> providers) {}

    record Credentials(@Nullable String username, @Nullable String password) {
        @Override
        public String toString() {
            return "Credentials[" + username + "]";
        }
    }

    record Token(String accessToken) {
        @Override
        public String toString() {
            return "Token[]";
        }
    }

    record SignedIn(String username) {}

    /** Declares the routes. */
    public void declare(Api api) {
        api.create("/auth/token", Role.PUBLIC, this::signIn);
        api.create("/auth/token/cli", Role.PUBLIC, this::signIn);
        api.deleteSignedIn("/auth/token", Role.NONE, this::signOut);
        api.get("/auth/sign-in", Role.PUBLIC, request -> new Ways(providers));
        api.get(
                "/auth/session",
                Role.NONE,
                request -> new SignedIn(request.caller().username()));
        api.create("/auth/session", Role.PUBLIC, this::signInPage);
        api.deleteSignedIn("/auth/session", Role.NONE, this::signOut);
    }

    private Token signIn(Request request) {
        return signIn(request, request.body(Credentials.class));
    }

    // Another site must not sign anybody in either: they would go on as somebody else.
    private SignedIn signInPage(Request request) {
        PageCookie.check(request);
        Credentials given = request.body(Credentials.class);
        Token token = signIn(request, given);
        PageCookie.token(request).ifPresent(service::signOut);
        PageCookie.set(request, token.accessToken());
        return new SignedIn(required("body.username", given.username(), MAX_USERNAME));
    }

    private Token signIn(Request request, Credentials given) {
        String username = required("body.username", given.username(), MAX_USERNAME);
        String password = required("body.password", given.password(), MAX_PASSWORD);
        return new Token(service.signIn(username, password, request.remoteAddress()));
    }

    private void signOut(Request request) {
        request.token().ifPresent(service::signOut);
        if (PageCookie.token(request).isPresent()) {
            PageCookie.remove(request);
        }
    }

    static String required(String name, @Nullable String value, int max) {
        if (value == null || value.isEmpty()) {
            throw ProblemException.invalid(name, "it is missing");
        }
        if (value.length() > max || value.indexOf('\0') >= 0) {
            throw ProblemException.invalid(name, "it is longer than " + max + " characters or has a NUL");
        }
        return value;
    }
}
