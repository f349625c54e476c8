package dev.rondo.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The DAGs of an installation, over the API. */
public final class Dags {

    private final Api api;

    public Dags(Api api) {
        this.api = api;
    }

    /** Waits until the DAG is there, switches it on and starts a run of it. */
    public Run run(String dagId) {
        return run(dagId, Map.of());
    }

    /** As above, with a conf. */
    public Run run(String dagId, Map<String, ?> conf) {
        unpause(dagId);
        return trigger(dagId, conf);
    }

    /** A run that was there before the server was started anew. */
    public Run known(Run before) {
        return before.over(api);
    }

    /** Starts a run by hand, without a logical date. */
    public Run trigger(String dagId, Map<String, ?> conf) {
        return trigger(dagId, conf, null);
    }

    /** Starts a run by hand for a logical date. */
    public Run trigger(String dagId, String logicalDate) {
        return trigger(dagId, Map.of(), logicalDate);
    }

    /** Starts a run by hand; without a logical date when that is null. */
    public Run trigger(String dagId, Map<String, ?> conf, @Nullable String logicalDate) {
        Map<String, @Nullable Object> body = new TreeMap<>(Map.of("conf", conf));
        body.put("logical_date", logicalDate);
        JsonNode run = api.post("/dags/" + dagId + "/dagRuns", body);
        return new Run(api, dagId, run.path("dag_run_id").asText());
    }

    /** Waits until the DAG is there and switches it on. */
    public void unpause(String dagId) {
        awaitThere(dagId);
        var _ = api.patch("/dags/" + dagId, Map.of("is_paused", false));
    }

    /** Waits until the DAG is there; an import error meanwhile fails the test with its words. */
    public void awaitThere(String dagId) {
        Await.until("dag " + dagId + " to be there", () -> {
            boolean there = isThere(dagId);
            List<String> errors = importErrors();
            if (!there && !errors.isEmpty()) {
                throw new AssertionError("dag " + dagId + " is not there, but: " + errors);
            }
            return there;
        });
    }

    /** Whether the API knows the DAG. */
    public boolean isThere(String dagId) {
        return api.send("GET", "/dags/" + dagId, null, "application/json").status() == 200;
    }

    /** The runs of a DAG so far, by their logical dates. */
    public List<Run> runs(String dagId) {
        List<Run> runs = new ArrayList<>();
        for (JsonNode run : api.get("/dags/" + dagId + "/dagRuns?limit=100&order_by=logical_date")
                .path("dag_runs")) {
            runs.add(new Run(api, dagId, run.path("dag_run_id").asText()));
        }
        return runs;
    }

    /** Number of the newest version of the DAG; 0: none. */
    public int version(String dagId) {
        int newest = 0;
        for (JsonNode version :
                api.get("/dags/" + dagId + "/dagVersions?limit=1000").path("dag_versions")) {
            newest = Math.max(newest, version.path("version_number").asInt());
        }
        return newest;
    }

    /** What files could not be loaded for. */
    public List<String> importErrors() {
        List<String> errors = new ArrayList<>();
        for (JsonNode error : api.get("/importErrors?limit=100").path("import_errors")) {
            errors.add(error.path("filename").asText() + ": "
                    + error.path("stack_trace").asText());
        }
        return errors;
    }
}
