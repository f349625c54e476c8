package dev.rondo.webserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.metadata.query.Cursor;
import dev.rondo.metadata.query.DagScope;
import dev.rondo.metadata.query.Filters;
import dev.rondo.metadata.query.Ordered;
import dev.rondo.metadata.query.Page;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A request, read with checks: each value that cannot be used is refused by name. */
public final class Request implements Filters.Asked {

    /** More than any body of ours: the largest is the conf of a run. */
    public static final int MAX_BODY_BYTES = 1 << 20;

    /** Longest id or text in a path or a query. */
    static final int MAX_TEXT = 1_000;

    private static final String CALLER = "rondo.caller";

    /** How many rows of a list are sent where nobody says. */
    public static final int DEFAULT_LIMIT = 50;

    private final Context context;
    private final Json json;
    private final Api.Declared route;
    private final Observer observer;
    private final Set<String> read = new TreeSet<>();

    Request(Context context, Json json, Api.Declared route, Observer observer) {
        this.context = context;
        this.json = json;
        this.route = route;
        this.observer = observer;
    }

    static void setCaller(Context context, Caller caller) {
        context.attribute(CALLER, caller);
    }

    /** Who asks; empty on routes that need no sign-in. */
    static Optional<Caller> findCaller(Context context) {
        return Optional.ofNullable(context.attribute(CALLER));
    }

    /** Who asks; only on routes that need a sign-in. */
    public Caller caller() {
        return Objects.requireNonNull(context.attribute(CALLER));
    }

    /** The DAGs for which the caller may what the route does; lists tell of no others. */
    @Override
    public DagScope dags() {
        return caller().rights().scope(route.role());
    }

    /** Whether the caller may what the route does for a DAG. */
    public boolean isFor(String dagId) {
        return caller().rights().of(dagId).covers(route.role());
    }

    /**
     * The same DAG, for routes that name it elsewhere than in their path.
     *
     * @throws ProblemException 403 when the caller may not what the route does for it
     */
    public String requireRight(String dagId) {
        Access.require(caller(), route, dagId);
        return dagId;
    }

    /** Whether somebody may go on with what was begun: the caller, who was found anew. */
    boolean goesOn(Caller now) {
        setCaller(context, now);
        return Access.isOpen(now, route, Access.dagId(context, route));
    }

    /** Where the request comes from. */
    public String remoteAddress() {
        return context.ip();
    }

    /** A header; empty when it is not there. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    /** Whether the caller prefers a media type to JSON. */
    public boolean accepts(String mediaType) {
        String accept = context.header(Header.ACCEPT);
        return accept != null && accept.startsWith(mediaType);
    }

    /** For routes that stream. */
    public Context context() {
        return context;
    }

    /** A part of the path. */
    public String path(String name) {
        return checked(name, context.pathParam(name));
    }

    /** A part of the path where {@code ~} means any; null: any. */
    public @Nullable String pathOrAny(String name) {
        String value = path(name);
        return value.equals("~") ? null : value;
    }

    /** A number in the path. */
    public long number(String name) {
        return numberOf(name, path(name), 0, Long.MAX_VALUE);
    }

    /** A number in the path that fits an int, such as a map index. */
    public int smallNumber(String name) {
        return (int) numberOf(name, path(name), -1, Integer.MAX_VALUE);
    }

    /** The token that was sent, as bearer or else in the cookie of the page; empty when there is none. */
    public Optional<String> token() {
        return token(context);
    }

    static Optional<String> token(Context context) {
        return bearer(context).or(() -> PageCookie.token(context));
    }

    /** The bearer token; empty when there is none. */
    static Optional<String> bearer(Context context) {
        String header = context.header(Header.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }

    /** A parameter of the query; null when it is not there or empty. */
    public @Nullable String query(String name) {
        return query(name, Observer.Kind.TEXT, Set.of());
    }

    private @Nullable String query(String name, Observer.Kind kind, Set<String> allowed) {
        read.add(name);
        observer.parameter(route, name, kind, allowed);
        String value = context.queryParam(name);
        return value == null || value.isEmpty() ? null : checked(name, value);
    }

    /**
     * Refuses parameters that were not read, on routes that change what their filters let through: one that is not
     * applied would change more than is asked for.
     */
    public void refuseOthers() {
        for (String name : context.queryParamMap().keySet()) {
            if (!read.contains(name)) {
                throw ProblemException.invalid(
                        name, "it is not known here; leave it out. There are " + String.join(", ", read));
            }
        }
    }

    /** All values of a parameter. */
    public List<String> queries(String name) {
        return list(name, Set.of());
    }

    private List<String> list(String name, Set<String> allowed) {
        return values(name, Observer.Kind.LIST, allowed);
    }

    private List<String> values(String name, Observer.Kind kind, Set<String> allowed) {
        read.add(name);
        observer.parameter(route, name, kind, allowed);
        return context.queryParams(name).stream()
                .filter(value -> !value.isEmpty())
                .map(value -> checked(name, value))
                .toList();
    }

    /** All values of a parameter, each of which must be one of a few. */
    public List<String> queries(String name, Set<String> allowed) {
        List<String> values = list(name, allowed);
        values.forEach(value -> requireOneOf(name, value, allowed));
        return values;
    }

    @Override
    public @Nullable String text(String name) {
        return query(name);
    }

    @Override
    public @Nullable String text(String name, Set<String> allowed) {
        return query(name, allowed);
    }

    @Override
    public List<String> texts(String name, Set<String> allowed) {
        return allowed.isEmpty() ? queries(name) : queries(name, allowed);
    }

    @Override
    public List<Integer> integers(String name) {
        return values(name, Observer.Kind.INTEGERS, Set.of()).stream()
                .map(value -> (int) numberOf(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .toList();
    }

    @Override
    public @Nullable Double decimal(String name) {
        String value = query(name, Observer.Kind.NUMBER, Set.of());
        if (value == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(value);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(name, "'" + value + "' is not a number");
        }
        throw ProblemException.invalid(name, value + " is not a finite number");
    }

    @Override
    public List<String> order(Set<String> keys) {
        List<String> values = values("order_by", Observer.Kind.LIST, keys);
        values.forEach(value -> requireOneOf("order_by", value.startsWith("-") ? value.substring(1) : value, keys));
        return values;
    }

    @Override
    public void refuse(String name, String why) {
        if (context.queryParam(name) != null) {
            throw ProblemException.invalid(name, why);
        }
    }

    /** A parameter that must be one of a few; null when it is not there. */
    public @Nullable String query(String name, Set<String> allowed) {
        String value = query(name, Observer.Kind.TEXT, allowed);
        if (value != null) {
            requireOneOf(name, value, allowed);
        }
        return value;
    }

    private static void requireOneOf(String name, String value, Set<String> allowed) {
        if (!allowed.contains(value)) {
            throw ProblemException.notAllowed(
                    name, value, allowed.stream().sorted().toList());
        }
    }

    /** A yes or no; null when it is not there. */
    @Override
    public @Nullable Boolean flag(String name) {
        String value = query(name, Observer.Kind.FLAG, Set.of());
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw ProblemException.notAllowed(name, value, List.of("true", "false"));
        };
    }

    /** A yes or no. */
    public boolean flag(String name, boolean otherwise) {
        Boolean value = flag(name);
        return value == null ? otherwise : value;
    }

    /** A number; null when it is not there. */
    public @Nullable Integer integer(String name) {
        String value = query(name, Observer.Kind.INTEGER, Set.of());
        return value == null ? null : (int) numberOf(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** A number in a range. */
    public long number(String name, long otherwise, long min, long max) {
        String value = query(name, Observer.Kind.INTEGER, Set.of());
        return value == null ? otherwise : numberOf(name, value, min, max);
    }

    private static long numberOf(String name, String value, long min, long max) {
        try {
            long number = Long.parseLong(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw ProblemException.invalid(name, "'" + value + "' is not a whole number");
        }
        throw ProblemException.invalid(name, value + " is not between " + min + " and " + max);
    }

    /** A moment; null when it is not there. */
    @Override
    public @Nullable Instant moment(String name) {
        String value = query(name, Observer.Kind.MOMENT, Set.of());
        return value == null
                ? null
                : Moments.parse(value)
                        .orElseThrow(() -> ProblemException.invalid(name, Moments.HOW + ", was '" + value + "'"));
    }

    /** Which stretch of a list; at most {@value Page#MAX_LIMIT} rows, also where more are asked for. */
    public Page page() {
        return new Page((int) number("limit", DEFAULT_LIMIT, 0, Integer.MAX_VALUE), (int)
                number("offset", 0, 0, Integer.MAX_VALUE));
    }

    /** Beside which row a page of a list lies; empty, but there: the first page; null: pages are by offset. */
    public @Nullable Cursor cursor(Ordered order) {
        String read = query("cursor");
        if (read == null && context.queryParam("cursor") == null) {
            return null;
        }
        try {
            return order.cursor(read == null ? "" : read);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("cursor", String.valueOf(e.getMessage()));
        }
    }

    /** The body. */
    public <T> T body(Class<T> type) {
        observer.body(route, type);
        return json.body(bytes(), type);
    }

    /** The body as it comes, for routes that take many bytes; they bound it themselves. */
    public InputStream content() throws IOException {
        observer.body(route, byte[].class);
        return context.req().getInputStream();
    }

    /** A part of the body; {@code where} is its place, such as {@code body.actions.0}. */
    public <T> T part(String where, JsonNode node, Class<T> type) {
        if (where.equals("body")) {
            observer.body(route, type);
        }
        return json.part(where, node, type);
    }

    /** The body, or another when there is none. */
    public <T> T body(Class<T> type, T otherwise) {
        observer.body(route, type);
        byte[] bytes = bytes();
        return bytes.length == 0 ? otherwise : json.body(bytes, type);
    }

    // Read with a bound of our own: a body sent in chunks says no length beforehand.
    private byte[] bytes() {
        try {
            byte[] bytes = context.req().getInputStream().readNBytes(MAX_BODY_BYTES + 1);
            if (bytes.length > MAX_BODY_BYTES) {
                throw new ProblemException(
                        413, "BODY_TOO_LARGE", "the body is larger than " + MAX_BODY_BYTES + " bytes");
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(400, "BODY_INCOMPLETE", "the body could not be read to its end");
        }
    }

    /** The value, or a refusal of what no name or id of ours has. */
    public static String checked(String name, String value) {
        if (value.length() > MAX_TEXT) {
            throw ProblemException.invalid(name, "it is longer than " + MAX_TEXT + " characters");
        }
        // PostgreSQL keeps no NUL, and no id of ours has a control character.
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(name, "it has a control character");
        }
        return value;
    }
}
