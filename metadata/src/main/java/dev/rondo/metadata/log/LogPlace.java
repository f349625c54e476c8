package dev.rondo.metadata.log;

import dev.rondo.metadata.log.LogStore.LogKey;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a log lies in its store, laid out as Airflow does: {@code dag_id=…/run_id=…/task_id=…/map_index=…}. */
final class LogPlace {

    private static final int MAX_NAME_BYTES = 200;

    private LogPlace() {}

    static String ofDag(String dagId) {
        return "dag_id=" + name(dagId);
    }

    static String ofRun(String dagId, String runId) {
        return ofDag(dagId) + "/run_id=" + name(runId);
    }

    static String of(LogKey key) {
        return ofRun(key.dagId(), key.runId()) + "/task_id=" + name(key.taskId()) + "/map_index=" + key.mapIndex();
    }

    // An id can hold anything a file name cannot (or "..", or 250 characters that become 750): encoded, and cut with a
    // hash.
    private static String name(String id) {
        String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace(".", "%2E");
        if (encoded.length() > MAX_NAME_BYTES) {
            encoded = encoded.substring(0, MAX_NAME_BYTES - 12)
                    + "~"
                    + Integer.toHexString(id.hashCode())
                    + "-"
                    + id.length();
        }
        return encoded;
    }
}
