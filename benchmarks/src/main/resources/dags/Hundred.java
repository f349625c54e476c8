import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DagDefinition;
import dev.rondo.sdk.TaskContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** 100 tasks of half a second, without retries, that write their begin and their end into the file that the run names. */
public final class Hundred implements DagDefinition {

    private static final int WIDTH = /*width*/ 100;
    private static final int MILLIS = /*millis*/ 500;

    @Override
    public Dag define() {
        Dag dag = Dag.create("fan_of_half_seconds").maxActiveRuns(1).maxActiveTasks(WIDTH);
        for (int i = 0; i < WIDTH; i++) {
            dag.task("t%03d".formatted(i)).run(ctx -> {
                mark(ctx, "begin");
                Thread.sleep(MILLIS);
                mark(ctx, "end");
            });
        }
        return dag;
    }

    // One write, at the end of the file: lines of several processes do not mix.
    private static void mark(TaskContext ctx, String what) throws IOException {
        Files.writeString(
            Path.of((String) ctx.conf().get("marks")),
            ctx.taskId() + " " + what + "\n",
            StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
