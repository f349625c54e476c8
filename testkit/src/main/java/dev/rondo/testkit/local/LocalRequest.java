package dev.rondo.testkit.local;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be run.
 *
 * @param files DAG files to look for the DAG in, jars or {@code .java}
 * @param libraries jars that a {@code .java} file may use besides the installation's
 * @param dagId null: the one that the files define
 * @param taskId null: the whole DAG
 * @param mapIndex which instance of a mapped task; -1: all, or it is not mapped
 * @param date null: a manual run without a date
 * @param conf a JSON object
 * @param values what tasks are taken to have pushed
 * @param data where {@code ctx.data()} is, see {@link dev.rondo.runtime.data.DataRoot}
 * @param workFolder for compiled files and unpacked libraries
 * @param outcomeFile where the end of the run is told; absent when this process did not come so far
 */
public record LocalRequest(
        List<String> files,
        List<String> libraries,
        @Nullable String dagId,
        @Nullable String taskId,
        int mapIndex,
        @Nullable String date,
        String conf,
        List<PushedValue> values,
        String data,
        String workFolder,
        String outcomeFile) {

    public LocalRequest {
        files = List.copyOf(files);
        libraries = List.copyOf(libraries);
        values = List.copyOf(values);
    }

    /** One XCom, its value as JSON. */
    public record PushedValue(String taskId, int mapIndex, String key, String json) {}
}
