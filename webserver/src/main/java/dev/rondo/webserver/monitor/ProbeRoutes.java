package dev.rondo.webserver.monitor;

import dev.rondo.metadata.query.Probes;
import dev.rondo.webserver.rest.Role;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

/** {@code GET /health/live} and {@code /health/ready}: no part of the API, as who asks them has no sign-in. */
public final class ProbeRoutes {

    private final Probes probes;

    public ProbeRoutes(Probes probes) {
        this.probes = probes;
    }

    /** Declares the routes. */
    public void declare(RoutesConfig routes) {
        routes.get(Probes.LIVE, ctx -> tell(ctx, probes.live()), Role.PUBLIC);
        routes.get(Probes.READY, ctx -> tell(ctx, probes.ready()), Role.PUBLIC);
    }

    private static void tell(Context ctx, Probes.Answer answer) {
        ctx.status(answer.status()).contentType(Probes.CONTENT_TYPE).result(answer.json());
    }
}
