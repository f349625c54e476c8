package dev.rondo.webserver.auth;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.query.ApiTokenQueries;
import dev.rondo.metadata.query.Listed;
import dev.rondo.metadata.query.Wanted;
import dev.rondo.metadata.user.ApiTokenStore.Allowed;
import dev.rondo.metadata.user.ApiTokenStore.ApiToken;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Json;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tokens of the API: make, list, show, revoke. Users see their own, admins those of all. */
public final class TokenRoutes {

    private static final String TOKENS = Api.ROOT + "/tokens";
    private static final String TOKEN = TOKENS + "/{token_id}";

    private static final int MAX_NAME = 100;
    private static final int MAX_SCOPE = 100; // DAGs, and tags
    private static final int DEFAULT_DAYS = 90;
    private static final int MAX_DAYS = 365;

    private final ApiTokens tokens;
    private final ApiTokenQueries queries;
    private final Json json;

    public TokenRoutes(ApiTokens tokens, ApiTokenQueries queries, Json json) {
        this.tokens = tokens;
        this.queries = queries;
        this.json = json;
    }

    record Tokens(List<Token> tokens, long totalEntries) {}

    /** A token; {@code lastUsedAt} is true to a minute. */
    record Token(
            long id,
            String name,
            String username,
            String role,
            boolean readOnly,
            List<String> dagIds,
            List<String> tags,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static Token of(ApiToken token) {
            return new Token(
                    token.id(),
                    token.name(),
                    token.username(),
                    token.allowed().role(),
                    token.allowed().readOnly(),
                    token.allowed().dagIds(),
                    token.allowed().tags(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.lastUsedAt());
        }
    }

    /** A token that was just made, with its text, which is never shown again. */
    record NewToken(
            String token,
            long id,
            String name,
            String username,
            String role,
            boolean readOnly,
            List<String> dagIds,
            List<String> tags,
            Instant createdAt,
            Instant expiresAt) {

        static NewToken of(ApiTokens.Made made) {
            ApiToken token = made.token();
            return new NewToken(
                    made.text(),
                    token.id(),
                    token.name(),
                    token.username(),
                    token.allowed().role(),
                    token.allowed().readOnly(),
                    token.allowed().dagIds(),
                    token.allowed().tags(),
                    token.createdAt(),
                    token.expiresAt());
        }

        @Override
        public String toString() {
            return "NewToken[" + name + " of " + username + "]";
        }
    }

    record Body(
            @Nullable String name,
            @Nullable String role,
            @Nullable Boolean readOnly,
            @Nullable List<String> dagIds,
            @Nullable List<String> tags,
            @Nullable Integer expiresInDays,
            @Nullable Instant expiresAt) {

        String requireName() {
            if (name == null || name.isBlank() || name.length() > MAX_NAME) {
                throw ProblemException.invalid("body.name", "it must have 1 to " + MAX_NAME + " characters");
            }
            return Request.checked("body.name", name);
        }

        /** A role that the user has, be it for some DAGs alone; by default their highest. */
        Role role(Role own) {
            Role asked = role == null ? own : Role.asked("body.role", role);
            if (!own.covers(asked)) {
                throw ProblemException.invalid(
                        "body.role", "'" + asked.wireName() + "' is more than your own role, " + own.wireName());
            }
            return asked;
        }

        Instant end(Instant now) {
            if (expiresAt != null && expiresInDays != null) {
                throw ProblemException.invalid("body.expires_at", "give it or expires_in_days, not both");
            }
            Instant latest = now.plus(Duration.ofDays(MAX_DAYS));
            if (expiresAt == null) {
                int days = expiresInDays == null ? DEFAULT_DAYS : expiresInDays;
                if (days < 1 || days > MAX_DAYS) {
                    throw ProblemException.invalid(
                            "body.expires_in_days", "it must be 1 to " + MAX_DAYS + ", was " + days);
                }
                return now.plus(Duration.ofDays(days));
            }
            if (!expiresAt.isAfter(now) || expiresAt.isAfter(latest)) {
                throw ProblemException.invalid(
                        "body.expires_at",
                        "it must be after " + now + " and not after " + latest + ", was " + expiresAt);
            }
            return expiresAt;
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.get(TOKENS, Role.NONE, this::list);
        api.createSignedIn(TOKENS, Role.NONE, this::create);
        api.get(TOKEN, Role.NONE, request -> Token.of(require(request)));
        api.deleteSignedIn(TOKEN, Role.NONE, this::revoke);
    }

    private Tokens list(Request request) {
        String own = request.caller().username();
        String username = Objects.requireNonNullElse(request.query("username"), own);
        if (!username.equals(own) && !request.caller().role().covers(Role.ADMIN)) {
            throw new ProblemException(403, "ROLE_TOO_LOW", "tokens of others are shown to admins alone");
        }
        Wanted of = username.equals("~") ? Wanted.ALL : ApiTokenQueries.of(username);
        Listed<ApiToken> found = queries.list(
                of.and(ApiTokenQueries.FILTERS.read(request)), ApiTokenQueries.ORDERS.read(request), request.page());
        return new Tokens(found.rows().stream().map(Token::of).toList(), found.total());
    }

    private ApiToken require(Request request) {
        long id = request.number("token_id");
        // One of another user is as if it were not; ops find it in the event log, where it says who did what.
        return tokens.find(id)
                .filter(token -> token.username().equals(request.caller().username())
                        || request.caller().role().covers(Role.ADMIN))
                .orElseThrow(() -> none(id));
    }

    private static ProblemException none(long id) {
        return ProblemException.notFound(
                "TOKEN_NOT_FOUND", "you have no token " + id + "; `rondo tokens list` shows those there are");
    }

    private NewToken create(Request request) {
        Body body = request.body(Body.class);
        String name = body.requireName();
        Allowed allowed = new Allowed(
                body.role(request.caller().rights().highest()).wireName(),
                Boolean.TRUE.equals(body.readOnly()),
                scope("body.dag_ids", body.dagIds()),
                scope("body.tags", body.tags()));
        Instant end = body.end(tokens.now());
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", name);
        told.put("role", allowed.role());
        told.put("read_only", allowed.readOnly());
        told.put("dag_ids", allowed.dagIds());
        told.put("tags", allowed.tags());
        told.put("expires_at", end);
        return NewToken.of(tokens.make(name, allowed, end, Audited.entry(request, "CreateToken", json.text(told))));
    }

    private static List<String> scope(String where, @Nullable List<String> given) {
        if (given == null) {
            return List.of();
        }
        if (given.isEmpty()) { // a list that a script gathered and found nothing for must not open everything
            throw ProblemException.invalid(where, "it is empty; leave it out where all DAGs are meant");
        }
        if (given.size() > MAX_SCOPE) {
            throw ProblemException.invalid(
                    where,
                    "it has " + given.size() + " elements; " + MAX_SCOPE
                            + " are the most, and a tag stands for many DAGs");
        }
        for (String each : given) {
            if (each.isBlank()) {
                throw ProblemException.invalid(where, "an element is empty");
            }
            String ignored = Request.checked(where, each);
        }
        return given.stream().distinct().toList();
    }

    private void revoke(Request request) {
        ApiToken token = require(request);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", token.id());
        told.put("name", token.name());
        told.put("username", token.username());
        AuditTrail.Entry entry = Audited.entry(request, "RevokeToken", json.text(told));
        if (!tokens.revoke(token.id(), entry)) {
            throw none(token.id());
        }
    }
}
