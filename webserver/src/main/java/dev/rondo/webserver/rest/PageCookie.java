package dev.rondo.webserver.rest;

import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sign-in of the web page: a token in a cookie, which no script can read. A browser adds it to whatever any site
 * makes it ask for, so it counts only where the request comes from the page itself.
 */
public final class PageCookie {

    /**
     * What the page sends with each request, whatever its value. A form of another site cannot send it, and a script of
     * another site would have to be allowed to by this server, which allows it to none.
     */
    public static final String HEADER = "X-Rondo-Page";

    private static final String NAME = "rondo_session";
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");

    // "none": somebody typed the address.
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private PageCookie() {}

    // Cookies know no ports: two servers of one machine would end each other's sign-ins. The port that the browser
    // knows, not the one listened on, which differs between servers behind one balancer.
    private static String name(Context context) {
        String host = context.host();
        Matcher port = PORT.matcher(host == null ? "" : host);
        return port.find() ? NAME + "_" + port.group(1) : NAME;
    }

    static Optional<String> token(Context context) {
        return Optional.ofNullable(context.cookie(name(context))).filter(token -> !token.isEmpty());
    }

    /** The token of the sign-in that there is already; empty: none. */
    public static Optional<String> token(Request request) {
        return token(request.context());
    }

    /** Gives the browser a token, which it forgets when it is closed. */
    public static void set(Request request, String token) {
        write(request.context(), token, "");
    }

    /** Has the browser forget the token. */
    public static void remove(Request request) {
        write(request.context(), "", "; Max-Age=0");
    }

    // Strict costs nothing: the page itself is public, and what it asks for then comes from its own site. The name has
    // no __Host- before it, as that is refused without TLS.
    private static void write(Context context, String token, String end) {
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name(context) + "=" + token + "; Path=/; HttpOnly; SameSite=Strict"
                                + (isEncrypted(context) ? "; Secure" : "") + end);
    }

    /** Whether the browser asked by TLS, be it a proxy's. */
    public static boolean isEncrypted(Request request) {
        return isEncrypted(request.context());
    }

    private static boolean isEncrypted(Context context) {
        return context.scheme().equals("https") || "https".equals(context.header("X-Forwarded-Proto"));
    }

    /**
     * Lets through what the page asked for: nothing that another site is known to have asked for, and nothing that
     * changes anything without the {@linkplain #HEADER header}.
     *
     * @throws ProblemException 403 otherwise
     */
    public static void check(Request request) {
        check(request.context());
    }

    static void check(Context context) {
        String stranger = stranger(context);
        if (stranger != null) {
            throw refusal("the request comes from " + stranger + ", and this server is '" + context.host()
                    + "'; a proxy in between must pass on the header Host");
        }
        if (!context.method().name().equals("GET") && context.header(HEADER) == null) {
            throw refusal("the header " + HEADER + " is missing, by which the page shows that it is the page;"
                    + " a script sends a token instead, as Authorization: Bearer");
        }
    }

    private static ProblemException refusal(String why) {
        return new ProblemException(403, "NOT_FROM_PAGE", why);
    }

    /** Who made the browser ask; null: the page, or nothing is known. */
    private static @Nullable String stranger(Context context) {
        String site = context.header("Sec-Fetch-Site");
        if (site != null) {
            return OWN_SITES.contains(site) ? null : "another site (" + site + ")";
        }
        // Browsers say the site to servers with TLS and to localhost only.
        String origin = context.header("Origin");
        if (origin == null) {
            return null;
        }
        String ofOrigin = origin.substring(origin.indexOf('/') + 1); // behind the first slash of ://; "null" has none
        return ofOrigin.equalsIgnoreCase("/" + context.host()) ? null : "'" + origin + "'";
    }
}
