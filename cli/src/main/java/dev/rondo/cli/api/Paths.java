package dev.rondo.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Paths of the REST API, with ids encoded. */
public final class Paths {

    private Paths() {}

    public static String dag(String dagId) {
        return "/api/v2/dags/" + encode(dagId);
    }

    /** A task of the newest version of a DAG. */
    public static String taskOf(String dagId, String taskId) {
        return dag(dagId) + "/tasks/" + encode(taskId);
    }

    public static String run(String dagId, String runId) {
        return dag(dagId) + "/dagRuns/" + encode(runId);
    }

    public static String task(String dagId, String runId, String taskId) {
        return run(dagId, runId) + "/taskInstances/" + encode(taskId);
    }

    /** An instance; {@code mapIndex} -1 for a task that is not mapped. */
    public static String instance(String dagId, String runId, String taskId, int mapIndex) {
        String task = task(dagId, runId, taskId);
        return mapIndex < 0 ? task : task + "/" + mapIndex;
    }

    /** {@code ?name=value&…} of the pairs whose value is not null. */
    public static String query(@org.jspecify.annotations.Nullable Object... namesAndValues) {
        StringJoiner query = new StringJoiner("&", "?", "").setEmptyValue("");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (namesAndValues[i + 1] != null) {
                query.add(namesAndValues[i] + "=" + encode(String.valueOf(namesAndValues[i + 1])));
            }
        }
        return query.toString();
    }

    /** A part of a path or a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
