package dev.rondo.webserver.page;

import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The built web page, from the class path under {@code web/}. A path that is no file shows the page, which finds its
 * own way; one below {@code /api} or {@code /auth} is unknown and says so.
 */
public final class PageFiles {

    private static final String FOLDER = "/web/";
    private static final String INDEX = "index.html";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    /** Declares the routes; the last ones, for they take every path. */
    public void declare(Api api) {
        api.stream("/", Role.PUBLIC, this::answer);
        api.stream("/<path>", Role.PUBLIC, this::answer);
    }

    private void answer(Request request) throws IOException {
        Context ctx = request.context();
        if (!Api.ofPage(ctx)) {
            throw ProblemException.notFound("NO_SUCH_PATH", "there is no GET " + ctx.path());
        }
        String path = ctx.path().substring(1);
        String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
        // Names the bundler makes; anything else (.., //, an encoded slash) is no file of ours.
        if (type != null && path.matches("[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*") && send(ctx, path, type)) {
            return;
        }
        if (path.startsWith("assets/")) {
            throw ProblemException.notFound("NO_SUCH_FILE", "there is no " + ctx.path());
        }
        if (!send(ctx, INDEX, "text/html; charset=utf-8")) {
            throw ProblemException.notFound(
                    "NO_PAGE",
                    "this build has no web page (it was made with -Drondo.ui.skip); the API is under /api/v2");
        }
    }

    private static boolean send(Context ctx, String path, String type) throws IOException {
        try (@Nullable InputStream file = PageFiles.class.getResourceAsStream(FOLDER + path)) {
            if (file == null) {
                return false;
            }
            // Names in assets/ carry a hash of their content; index.html names them and must be asked for each time.
            ctx.header(
                            Header.CACHE_CONTROL,
                            path.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache")
                    .contentType(type)
                    .result(file.readAllBytes());
            return true;
        }
    }
}
