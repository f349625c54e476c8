package dev.rondo.webserver.dag;

import dev.rondo.metadata.user.FavoriteStore;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;

/** DAGs that a user marks for themselves. Nobody else sees it and no run goes by it, so no scheduler is asked. */
public final class FavoriteRoutes {

    private final FavoriteStore favorites;
    private final DagLookup dags;

    public FavoriteRoutes(FavoriteStore favorites, DagLookup dags) {
        this.favorites = favorites;
        this.dags = dags;
    }

    /** Declares the routes. */
    public void declare(Api api) {
        api.act(Api.ROOT + "/dags/{dag_id}/favorite", Role.VIEWER, request -> set(request, true));
        api.act(Api.ROOT + "/dags/{dag_id}/unfavorite", Role.VIEWER, request -> set(request, false));
    }

    private void set(Request request, boolean favorite) {
        favorites.set(request.caller().username(), dags.require(request).dagId(), favorite);
    }
}
