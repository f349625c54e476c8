import dev.rondo.operators.gcs.GcsToLocalFilesystemOperator;
import dev.rondo.operators.gcs.LocalFilesystemToGcsOperator;
import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;

/** A file that goes into a bucket and comes back, beside itself. */
public final class MovesFile implements DagDefinition {

    private static final int HEAP_MEGABYTES = /*heap*/ 256;

    @Override
    public Dag define() {
        Dag dag = Dag.create("moves_file");
        var up = dag.task("up")
                .use(LocalFilesystemToGcsOperator.of("{{ dag_run.conf['file'] }}", "bench", "moved"))
                .memory(HEAP_MEGABYTES + "m");
        var down = dag.task("down")
                .use(GcsToLocalFilesystemOperator.of("bench", "moved", "{{ dag_run.conf['file'] }}.back"))
                .memory(HEAP_MEGABYTES + "m");
        up.then(down);
        return dag;
    }
}
