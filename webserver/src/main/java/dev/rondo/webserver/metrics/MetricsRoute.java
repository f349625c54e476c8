package dev.rondo.webserver.metrics;

import dev.rondo.core.metrics.Scrape;
import dev.rondo.webserver.rest.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.UnauthorizedResponse;

/** {@code GET /metrics}: no part of the API, as it takes a token of its own, which opens nothing else. */
public final class MetricsRoute {

    private final TableMeters tables;
    private final Scrape scrape;

    public MetricsRoute(TableMeters tables, Scrape scrape) {
        this.tables = tables;
        this.scrape = scrape;
    }

    /** Declares the route. */
    public void declare(RoutesConfig routes) {
        routes.get(Scrape.PATH, this::answer, Role.PUBLIC); // the token is checked here
    }

    private void answer(Context ctx) {
        if (!scrape.isAllowed(ctx.header(Header.AUTHORIZATION))) {
            ctx.header(Header.WWW_AUTHENTICATE, "Bearer");
            throw new UnauthorizedResponse(Scrape.REFUSAL);
        }
        ctx.contentType(Scrape.CONTENT_TYPE).result(tables.refreshedThen(scrape::text));
    }
}
