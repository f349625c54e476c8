package dev.rondo.webserver.rest;

import dev.rondo.metadata.CommitUnknownException;
import dev.rondo.metadata.DatabaseUnavailableException;
import dev.rondo.metadata.RetiredKeyException;
import dev.rondo.metadata.query.TooLongListException;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.storage.BucketException;
import dev.rondo.storage.secret.SecretBackendException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import io.javalin.security.RouteRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The routes of the server. Each is declared with the role it needs; what is declared with none is refused. An endpoint
 * returns what is to be sent as JSON, or throws a {@link ProblemException}.
 */
public final class Api {

    /** Where Airflow's API lies. */
    public static final String ROOT = "/api/v2";

    private static final Found NO_TOKEN = new Found.Refused(
            "no token was sent; get one from POST /auth/token, or from `rondo tokens create` for a script, and send it as"
                    + " a Bearer token");

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    // Only our own bundle: what a task or a DAG writes can never become code in the page.
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final RoutesConfig routes;
    private final Json json;
    private final SignIn signIn;
    private final Observer observer;
    private final boolean ofDags;
    private final List<Declared> declared;

    /** Finds out who a token belongs to. */
    @FunctionalInterface
    public interface SignIn {
        /** The caller, or why there is none. */
        Found find(String token);
    }

    /** What a token leads to. */
    public sealed interface Found {

        /** It is somebody's. */
        record Known(Caller caller) implements Found {}

        /** It opens nothing; {@code why} says what to do. */
        record Refused(String why) implements Found {}
    }

    /** Answers a request with what is sent as JSON. */
    @FunctionalInterface
    public interface Endpoint {
        /** What is sent. */
        Object answer(Request request) throws Exception;
    }

    /** Answers a request by writing to its response itself, or with nothing. */
    @FunctionalInterface
    public interface RawEndpoint {
        /** Writes the response. */
        void answer(Request request) throws Exception;
    }

    /**
     * A route as it was declared.
     *
     * @param offered false: it only says that the operation has no meaning here
     * @param needsSignIn whether no token of the API opens it
     * @param ofDags whether it is open to who has the role for some DAGs, also where its path names none
     */
    public record Declared(
            HandlerType method, String path, Role role, boolean offered, boolean needsSignIn, boolean ofDags) {

        /** Whether it changes nothing. Lists that are asked for by a body are posted. */
        public boolean reads() {
            return method.equals(HandlerType.GET) || path.endsWith("/list");
        }

        /** Whether its path names a DAG. */
        boolean namesDag() {
            return path.contains("/{dag_id}");
        }
    }

    public Api(RoutesConfig routes, Json json, SignIn signIn, Observer observer) {
        this.routes = routes;
        this.json = json;
        this.signIn = signIn;
        this.observer = observer;
        this.ofDags = false;
        this.declared = new ArrayList<>();
    }

    private Api(Api all) {
        this.routes = all.routes;
        this.json = all.json;
        this.signIn = all.signIn;
        this.observer = all.observer;
        this.ofDags = true;
        this.declared = all.declared;
    }

    /**
     * Declares routes that tell of many DAGs and look for themselves which of them the caller may read or change:
     * lists, by {@link Request#dags}, and what names a DAG elsewhere than in its path, by {@link Request#requireRight}.
     * Any other needs its role for all DAGs, unless its path names one.
     */
    public Api ofDags() {
        return new Api(this);
    }

    /** Adds what holds for every route: headers, the check of the caller, and refusals. */
    public void install() {
        routes.before(this::headers);
        routes.beforeMatched(this::checkCaller);
        routes.exception(ProblemException.class, this::refuse);
        routes.exception(
                HttpResponseException.class,
                (e, ctx) -> send(ctx, e.getStatus(), "HTTP_" + e.getStatus(), String.valueOf(e.getMessage())));
        routes.exception(TooLongListException.class, this::refuse);
        routes.exception(DatabaseUnavailableException.class, this::refuse);
        routes.exception(CommitUnknownException.class, this::refuse);
        routes.exception(SealException.class, this::refuse);
        routes.exception(RetiredKeyException.class, this::refuse);
        routes.exception(BucketException.class, this::storageFails);
        routes.exception(SecretBackendException.class, this::refuse);
        routes.exception(Exception.class, this::bug);
        routes.error(404, "*", this::unknownPath);
    }

    private void headers(Context ctx) {
        ctx.header("X-Content-Type-Options", "nosniff")
                .header("X-Frame-Options", "DENY")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        if (!ofPage(ctx)) {
            ctx.header(Header.CACHE_CONTROL, "no-store");
        }
    }

    /** Whether the path belongs to the page, not to an API: unknown ones there show the page. */
    public static boolean ofPage(Context ctx) {
        String path = ctx.path();
        return !path.equals("/api") && !path.startsWith("/api/") && !path.startsWith("/auth/");
    }

    private void checkCaller(Context ctx) {
        Set<RouteRole> roles = ctx.routeRoles();
        Role needed = roles.size() == 1 && roles.iterator().next() instanceof Role role ? role : Role.ADMIN;
        if (needed == Role.PUBLIC) {
            return;
        }
        if (Request.bearer(ctx).isEmpty() && PageCookie.token(ctx).isPresent()) {
            PageCookie.check(ctx);
        }
        Caller caller = switch (Request.token(ctx).map(signIn::find).orElse(NO_TOKEN)) {
            case Found.Known known -> known.caller();
            case Found.Refused refused -> {
                ctx.header(Header.WWW_AUTHENTICATE, "Bearer");
                throw new ProblemException(401, "NOT_SIGNED_IN", refused.why());
            }
        };
        Access.checkRole(caller, needed);
        Request.setCaller(ctx, caller);
    }

    private void refuse(RuntimeException e, Context ctx) {
        ProblemException problem = Outage.of(e);
        send(ctx, problem.status(), problem.code(), problem.detail());
    }

    private void storageFails(BucketException e, Context ctx) {
        LOG.atWarn().addKeyValue("path", ctx.path()).log("the storage does not answer: {}", e.getMessage());
        send(ctx, 503, "STORAGE_UNAVAILABLE", "the storage does not answer: " + e.getMessage() + "; try again");
    }

    private void bug(Exception e, Context ctx) {
        LOG.atError()
                .addKeyValue("method", ctx.method())
                .addKeyValue("path", ctx.path())
                .setCause(e)
                .log("a request failed by a mistake of ours");
        send(ctx, 500, "INTERNAL_ERROR", "the server made a mistake; its log says more");
    }

    private void unknownPath(Context ctx) {
        if (ctx.attribute(ANSWERED) == null) {
            send(ctx, 404, "NO_SUCH_PATH", "there is no " + ctx.method() + " " + ctx.path());
        }
    }

    private static final String ANSWERED = "rondo.answered";

    private void send(Context ctx, int status, String code, String detail) {
        ctx.attribute(ANSWERED, true);
        ctx.status(status);
        ctx.contentType("application/json")
                .result(json.bytes(new Problem(detail, ctx.status().getMessage(), status, code)));
    }

    /** Declares a reading route. */
    public void get(String path, Role role, Endpoint endpoint) {
        add(HandlerType.GET, path, role, 200, endpoint);
    }

    /** Declares a route that makes or does something. */
    public void post(String path, Role role, Endpoint endpoint) {
        add(HandlerType.POST, path, role, 200, endpoint);
    }

    /** Declares a route that makes something and answers 201. */
    public void create(String path, Role role, Endpoint endpoint) {
        add(HandlerType.POST, path, role, 201, endpoint);
    }

    /** Declares a route that changes something. */
    public void patch(String path, Role role, Endpoint endpoint) {
        add(HandlerType.PATCH, path, role, 200, endpoint);
    }

    /** Declares a route that sets something. */
    public void put(String path, Role role, Endpoint endpoint) {
        add(HandlerType.PUT, path, role, 200, endpoint);
    }

    /** Declares a route that deletes something and answers 204. */
    public void delete(String path, Role role, RawEndpoint endpoint) {
        addRaw(HandlerType.DELETE, path, role, request -> {
            endpoint.answer(request);
            request.context().status(204);
        });
    }

    /** Declares a route that deletes something and says what. */
    public void deleteSaying(String path, Role role, Endpoint endpoint) {
        add(HandlerType.DELETE, path, role, 200, endpoint);
    }

    /** Declares a route that does something and answers 204. */
    public void act(String path, Role role, RawEndpoint endpoint) {
        addRaw(HandlerType.POST, path, role, request -> {
            endpoint.answer(request);
            request.context().status(204);
        });
    }

    /** Declares an operation of Airflow's that has no meaning here; {@code instead} says what to do instead. */
    public void notOffered(HandlerType method, String path, String instead) {
        add(new Declared(method, path, Role.VIEWER, false, false, false), request -> {
            throw new ProblemException(404, "NOT_OFFERED", instead);
        });
    }

    /** Declares a route that makes something and answers 201, for who has signed in: no token of the API opens it. */
    public void createSignedIn(String path, Role role, Endpoint endpoint) {
        add(new Declared(HandlerType.POST, path, role, true, true, false), 201, endpoint);
    }

    /** Declares a route that changes something, for who has signed in. */
    public void patchSignedIn(String path, Role role, Endpoint endpoint) {
        add(new Declared(HandlerType.PATCH, path, role, true, true, false), 200, endpoint);
    }

    /** Declares a route that sets something, for who has signed in. */
    public void putSignedIn(String path, Role role, Endpoint endpoint) {
        add(new Declared(HandlerType.PUT, path, role, true, true, false), 200, endpoint);
    }

    /** Declares a route that deletes something and answers 204, for who has signed in. */
    public void deleteSignedIn(String path, Role role, RawEndpoint endpoint) {
        add(new Declared(HandlerType.DELETE, path, role, true, true, false), request -> {
            endpoint.answer(request);
            request.context().status(204);
        });
    }

    /** Declares a reading route that writes its response itself. */
    public void stream(String path, Role role, RawEndpoint endpoint) {
        addRaw(HandlerType.GET, path, role, endpoint);
    }

    /** What was declared. */
    public List<Declared> declared() {
        return List.copyOf(declared);
    }

    private void add(HandlerType method, String path, Role role, int status, Endpoint endpoint) {
        add(new Declared(method, path, role, true, false, ofDags), status, endpoint);
    }

    private void add(Declared route, int status, Endpoint endpoint) {
        add(route, request -> {
            Object answer = endpoint.answer(request);
            observer.answer(route, status, answer);
            if (answer instanceof Text text) {
                request.context()
                        .status(status)
                        .contentType("text/plain; charset=utf-8")
                        .result(text.text());
            } else {
                request.context().status(status).contentType("application/json").result(json.bytes(answer));
            }
        });
    }

    private void addRaw(HandlerType method, String path, Role role, RawEndpoint endpoint) {
        add(new Declared(method, path, role, true, false, ofDags), endpoint);
    }

    private void add(Declared route, RawEndpoint endpoint) {
        declared.add(route);
        routes.addHttpHandler(
                route.method(),
                route.path(),
                ctx -> {
                    checkRights(ctx, route);
                    endpoint.answer(new Request(ctx, json, route, observer));
                },
                route.role());
    }

    // Here and nowhere else: whatever endpoint is declared, who may not call it never reaches it. Not
    // beforehand, where the caller is found: the parts of the path are known now.
    private static void checkRights(Context ctx, Declared route) {
        Request.findCaller(ctx).ifPresent(caller -> {
            TokenScope token = caller.token();
            if (token != null) {
                token.check(route);
            }
            Access.require(caller, route, Access.dagId(ctx, route));
        });
    }
}
