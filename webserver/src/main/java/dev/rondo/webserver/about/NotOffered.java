package dev.rondo.webserver.about;

import dev.rondo.webserver.rest.Api;
import io.javalin.http.HandlerType;
import java.util.List;

/** Operations of Airflow's API that have no meaning here. Each says so, and what to do instead. */
public final class NotOffered {

    private static final String ASSET_STATE = "/assets/{asset_id}/state-store";
    private static final String TASK_STATE = "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store";

    private static final String NO_STATE_STORE =
            "there is no state store; keep what a later run needs in an XCom, a variable or a file";
    private static final String NO_QUEUE = "tests of connections are not queued; POST /api/v2/connections/test waits";
    private static final String TOKENS = "there are no pages to sign in by; get a token from POST /auth/token";

    private NotOffered() {}

    private record Operation(HandlerType method, String path, String instead) {}

    private static final List<Operation> ALL = List.of(
            new Operation(HandlerType.GET, ASSET_STATE, NO_STATE_STORE),
            new Operation(HandlerType.DELETE, ASSET_STATE, NO_STATE_STORE),
            new Operation(HandlerType.GET, ASSET_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.PUT, ASSET_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.DELETE, ASSET_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.GET, TASK_STATE, NO_STATE_STORE),
            new Operation(HandlerType.DELETE, TASK_STATE, NO_STATE_STORE),
            new Operation(HandlerType.GET, TASK_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.PUT, TASK_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.PATCH, TASK_STATE + "/{key}", NO_STATE_STORE),
            new Operation(HandlerType.DELETE, TASK_STATE + "/{key}", NO_STATE_STORE),
            new Operation(
                    HandlerType.POST,
                    "/dags/{dag_id}/clearPartitions",
                    "assets have no partitions; clear runs by POST /api/v2/dags/{dag_id}/clearDagRuns"),
            new Operation(HandlerType.POST, "/connections/enqueue-test", NO_QUEUE),
            new Operation(HandlerType.GET, "/connections/enqueue-test", NO_QUEUE),
            new Operation(
                    HandlerType.POST,
                    "/connections/defaults",
                    "there are no default connections; make those you need by POST /api/v2/connections"),
            new Operation(
                    HandlerType.PUT,
                    "/parseDagFile/{file_token}",
                    "a file is read as soon as it changes; `rondo dags list-import-errors` tells what is wrong with it"),
            new Operation(
                    HandlerType.GET,
                    "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/externalLogUrl/{try_number}",
                    "logs are kept here; read them by GET …/taskInstances/{task_id}/logs/{try_number}"),
            new Operation(
                    HandlerType.DELETE,
                    "/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}",
                    "a run has the instances that its graph says; clear it by POST /api/v2/dags/{dag_id}/clearTaskInstances,"
                            + " or delete the run"),
            new Operation(HandlerType.GET, "/auth/login", TOKENS),
            new Operation(HandlerType.GET, "/auth/logout", "give your token back by DELETE /auth/token"));

    /** Declares them. */
    public static void declare(Api api) {
        ALL.forEach(each -> api.notOffered(each.method(), Api.ROOT + each.path(), each.instead()));
    }
}
