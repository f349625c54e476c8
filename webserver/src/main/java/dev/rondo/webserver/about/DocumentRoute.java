package dev.rondo.webserver.about;

import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/**
 * The API's OpenAPI document ({@code docs/reference/openapi.json}, which a test makes and compares), and a page to try
 * the API with. The page asks nobody but this server.
 */
public final class DocumentRoute {

    private static final List<File> FILES = List.of(
            new File("/openapi.json", "/openapi/openapi.json", "application/json"),
            new File("/docs", "/try/index.html", "text/html; charset=utf-8"),
            new File("/docs/try.js", "/try/try.js", "text/javascript; charset=utf-8"),
            new File("/docs/try.css", "/try/try.css", "text/css; charset=utf-8"));

    private record File(String path, String resource, String type) {
        void send(Request request) throws IOException {
            try (InputStream file = Objects.requireNonNull(DocumentRoute.class.getResourceAsStream(resource))) {
                request.context().contentType(type).result(file.readAllBytes());
            }
        }
    }

    /** Declares the routes. */
    public void declare(Api api) {
        FILES.forEach(file -> api.stream(file.path(), Role.PUBLIC, file::send));
    }
}
