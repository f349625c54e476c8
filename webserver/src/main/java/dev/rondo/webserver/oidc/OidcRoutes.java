package dev.rondo.webserver.oidc;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.user.ProvidedUserStore;
import dev.rondo.metadata.user.ProvidedUserStore.Outcome;
import dev.rondo.metadata.user.ProvidedUserStore.Person;
import dev.rondo.metadata.user.ProvidedUserStore.Terms;
import dev.rondo.metadata.user.UserStore;
import dev.rondo.webserver.auth.Passwords;
import dev.rondo.webserver.auth.SignInService;
import dev.rondo.webserver.auth.UserRoutes;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.PageCookie;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import io.javalin.http.Context;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs browsers in by an identity provider: sends them there, takes them back, and gives them the cookie of the page.
 * What goes wrong on the way is a page for whoever sits before it, as no script of ours is there to show it.
 */
public final class OidcRoutes {

    /** Where a browser begins. */
    public static final String SIGN_IN = "/auth/oidc/sign-in";

    private static final Logger LOG = LoggerFactory.getLogger(OidcRoutes.class);

    private static final String COOKIE = "rondo_oidc";

    // As long as somebody takes to find their second factor.
    private static final int ATTEMPT_SECONDS = 600;

    // Longer than any provider's; those of one of the large ones have 1,500.
    private static final int MAX_CODE = 8_000;

    private static final int MAX_SHOWN = 200;

    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    private final OidcConfig config;
    private final Provider provider;
    private final ProvidedUserStore users;
    private final SignInService signIn;
    private final Passwords passwords;
    private final Json json;
    private final SecureRandom random;
    private final InstantSource clock;

    /**
     * Asks the provider nothing yet.
     *
     * @param nanoTicker monotonic
     */
    public OidcRoutes(
            OidcConfig config,
            ProvidedUserStore users,
            SignInService signIn,
            Passwords passwords,
            Json json,
            SecureRandom random,
            InstantSource clock,
            LongSupplier nanoTicker) {
        this.config = config;
        this.provider = new Provider(config, nanoTicker);
        this.users = users;
        this.signIn = signIn;
        this.passwords = passwords;
        this.json = json;
        this.random = random;
        this.clock = clock;
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.stream(SIGN_IN, Role.PUBLIC, request -> orPage(request, this::begin));
        api.stream(OidcConfig.CALLBACK, Role.PUBLIC, request -> orPage(request, this::finish));
    }

    private interface Step {
        URI next(Request request) throws OidcException;
    }

    private void orPage(Request request, Step step) {
        Context context = request.context();
        try {
            context.redirect(step.next(request).toString());
        } catch (OidcException e) {
            LOG.atWarn()
                    .addKeyValue("status", e.status())
                    .addKeyValue("remote_address", request.remoteAddress())
                    .setCause(e.getCause())
                    .log("nobody was signed in by the identity provider: {}", e.getMessage());
            context.status(e.status())
                    .contentType("text/html; charset=utf-8")
                    .result("<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Not signed in</title>\n"
                            + "<h1>You are not signed in</h1>\n<p>" + escaped(String.valueOf(e.getMessage()))
                            + ".</p>\n<p><a href=\"/\">To the sign-in page</a>, where a password of Rondo's own works,"
                            + " too.</p>\n");
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private URI begin(Request request) throws OidcException {
        Attempt attempt = Attempt.begin(random);
        URI there = provider.begin(attempt, redirectUri(request));
        keep(request, attempt.write(), ATTEMPT_SECONDS);
        return there;
    }

    private URI redirectUri(Request request) throws OidcException {
        URI said = config.redirectUri();
        if (said != null) {
            return said;
        }
        String host = request.context().host();
        try {
            return URI.create((PageCookie.isEncrypted(request) ? "https://" : "http://") + host + OidcConfig.CALLBACK);
        } catch (IllegalArgumentException e) {
            throw new OidcException(400, "The address of this server is not one: " + host, e);
        }
    }

    // Lax, not Strict: the provider sends the browser back here.
    private static void keep(Request request, String text, int seconds) {
        request.context()
                .res()
                .addHeader(
                        "Set-Cookie",
                        COOKIE + "=" + text + "; Path=/auth/oidc; HttpOnly; SameSite=Lax; Max-Age=" + seconds
                                + (PageCookie.isEncrypted(request) ? "; Secure" : ""));
    }

    private URI finish(Request request) throws OidcException {
        Context context = request.context();
        Attempt attempt = Optional.ofNullable(context.cookie(COOKIE))
                .flatMap(Attempt::read)
                .filter(begun -> begun.isOf(sent(context, "state")))
                .orElseThrow(() -> new OidcException(
                        400,
                        "This browser has begun no such sign-in, or more than ten minutes ago, or another since. Begin"
                                + " again"));
        keep(request, "", 0); // it is good once
        String error = sent(context, "error");
        if (!error.isEmpty()) {
            throw new OidcException(403, config.name() + " did not let you in (" + shown(error) + ")");
        }
        String issuer = sent(context, "iss"); // RFC 9207
        if (!issuer.isEmpty() && !issuer.equals(config.issuer().toString())) {
            throw new OidcException(403, "The answer is of another provider, " + shown(issuer) + ". Begin again");
        }
        String code = sent(context, "code");
        if (code.isBlank()) {
            throw new OidcException(400, config.name() + " sent you back without a code. Begin again");
        }
        UserStore.User user = userOf(provider.redeem(code, attempt, redirectUri(request)), request);
        String token = signIn.begin(user).orElseThrow(() -> disabled(user.username()));
        PageCookie.token(request).ifPresent(signIn::signOut);
        PageCookie.set(request, token);
        return URI.create("/");
    }

    private static String sent(Context context, String name) {
        String value = context.queryParam(name);
        return value == null || value.length() > MAX_CODE ? "" : value;
    }

    // Anybody can send it: one line of the log stays one, and a page.
    private static String shown(String sent) {
        String line = CONTROL.matcher(sent).replaceAll(" ");
        return line.length() > MAX_SHOWN ? line.substring(0, MAX_SHOWN) + "…" : line;
    }

    private UserStore.User userOf(Identity identity, Request request) throws OidcException {
        String username = identity.username();
        if (!UserRoutes.isName(username)) {
            throw new OidcException(
                    403,
                    "'" + shown(username) + "', your " + config.usernameClaim() + " at " + config.name()
                            + ", cannot be the name of a user here. Ask an admin");
        }
        Role role = config.roleOf(identity.groups()).orElse(null);
        if (role == null && !config.roles().isEmpty()) {
            throw new OidcException(403, "None of your groups at " + config.name() + " may use this. Ask an admin");
        }
        Person person = new Person(
                identity.id(),
                username,
                identity.firstName(),
                identity.lastName(),
                identity.email(),
                passwords.hashOfNobody());
        String name = role == null ? null : role.wireName();
        Terms terms = new Terms(
                config.roles().isEmpty() ? null : name,
                config.createUsers() ? name : null,
                !config.createUsers(),
                (kind, before) -> entry(request, kind, username, before, name));
        return switch (users.signIn(person, terms, clock.instant().truncatedTo(ChronoUnit.MICROS))) {
            case Outcome.Known known -> known.user();
            case Outcome.Disabled disabled -> throw disabled(username);
            case Outcome.NameTaken taken ->
                throw new OidcException(
                        403, "'" + username + "' is another user here, who does not sign in so. Ask an admin");
            case Outcome.NotMade none ->
                throw new OidcException(403, "There is no user '" + username + "' here. Ask an admin to make one");
        };
    }

    private static OidcException disabled(String username) {
        return new OidcException(403, "'" + username + "' may not sign in here. Ask an admin");
    }

    private AuditTrail.Entry entry(
            Request request, String kind, String username, @Nullable String before, @Nullable String role) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("username", username);
        told.put("provider", config.issuer().toString());
        if (before != null) {
            told.put("before", before);
        }
        if (role != null) {
            told.put("role", role);
        }
        return new AuditTrail.Entry(username, "oidc", request.remoteAddress(), null, kind, json.text(told));
    }
}
