package dev.rondo.runtime.data;

import dev.rondo.core.time.Pause;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the data of an installation lie.
 *
 * @param place an absolute path, or a place in a bucket such as {@code gs://bucket/data}
 * @param environment says who asks where no connection does
 * @param pause waits before a server that is in trouble is asked again
 */
public record DataRoot(String place, Map<String, String> environment, Pause pause) {

    /** The property that a task host is told its place by. */
    public static final String PROPERTY = "rondo.data";

    /** And the server of buckets, where that is not said by the environment. */
    public static final String ENDPOINT_PROPERTY = "rondo.data.endpoint";

    /** As the worker told this task host. */
    public static DataRoot ofThisProcess(Pause pause) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        String endpoint = System.getProperty(ENDPOINT_PROPERTY);
        if (endpoint != null) {
            environment.put("RONDO_GCS_ENDPOINT", endpoint);
        }
        return new DataRoot(System.getProperty(PROPERTY, ""), environment, pause);
    }

    public DataRoot {
        environment = Map.copyOf(environment);
    }
}
