package dev.rondo.webserver.asset;

import dev.rondo.metadata.query.AssetQueries;
import dev.rondo.metadata.query.AssetQueries.AssetRow;
import dev.rondo.webserver.dagrun.DagRunRoutes;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.ProblemException;
import dev.rondo.webserver.rest.Request;
import dev.rondo.webserver.rest.Role;
import java.util.List;

/** Makes an asset anew: triggers the DAG that has it as an outlet. */
public final class MaterializeRoute {

    private final AssetQueries assets;
    private final DagRunRoutes runs;

    public MaterializeRoute(AssetQueries assets, DagRunRoutes runs) {
        this.assets = assets;
        this.runs = runs;
    }

    /** Declares the route. */
    public void declare(Api api) {
        api.ofDags().post(Api.ROOT + "/assets/{asset_id}/materialize", Role.USER, this::materialize);
    }

    private Object materialize(Request request) {
        long id = request.number("asset_id");
        AssetRow asset = assets.find(id, request.dags())
                .orElseThrow(() -> ProblemException.notFound("ASSET_NOT_FOUND", "there is no asset " + id));
        List<String> dagIds = asset.uses().stream()
                .filter(use -> use.role().equals("outlet"))
                .map(AssetQueries.Use::dagId)
                .distinct()
                .toList();
        if (dagIds.isEmpty()) {
            throw ProblemException.notFound(
                    "ASSET_NOT_MADE", "no task of a DAG has asset '" + asset.name() + "' as an outlet");
        }
        if (dagIds.size() > 1) {
            throw new ProblemException(
                    409,
                    "ASSET_MADE_BY_SEVERAL",
                    "asset '" + asset.name() + "' is made by " + String.join(", ", dagIds)
                            + "; trigger the one you mean by POST /api/v2/dags/{dag_id}/dagRuns");
        }
        return runs.trigger(request, request.requireRight(dagIds.getFirst()));
    }
}
