package dev.rondo.cli.tasks;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo tasks logs}. */
@Command(name = "logs", description = "Prints the log of a try.", mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final Set<String> OVER = Set.of("success", "failed", "skipped", "upstream_failed", "removed");

    private static final long FOLLOW_MILLIS = 500;

    @Mixin
    private Session session = new Session();

    @Parameters(index = "0", paramLabel = "DAG", description = "Id of the DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "Id of the run.")
    private String runId = "";

    @Parameters(index = "2", paramLabel = "TASK", description = "Id of the task.")
    private String taskId = "";

    @Option(names = "--try", paramLabel = "N", description = "Which try. Default: the newest.")
    private @Nullable Integer tryNumber;

    @Option(
            names = "--map-index",
            paramLabel = "N",
            defaultValue = "-1",
            description = "Which instance of a mapped task.")
    private int mapIndex;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the task is over.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = session.api();
        CountDownLatch never = new CountDownLatch(1);
        @Nullable String token = null;
        while (true) {
            JsonObject instance = api.get(Paths.instance(dagId, runId, taskId, mapIndex));
            boolean over = OVER.contains(Output.text(instance.get("state")));
            token = print(api, instance, token);
            if (!follow || over) {
                return ExitCode.OK.code();
            }
            boolean ignored = never.await(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    // Prints what is new and answers where to go on.
    private @Nullable String print(ApiClient api, JsonObject instance, @Nullable String from) {
        int number = tryNumber != null ? tryNumber : newestTry(instance);
        String path = Paths.task(dagId, runId, taskId) + "/logs/" + Math.max(1, number);
        @Nullable String token = from;
        while (true) {
            JsonObject page = api.get(path + Paths.query("map_index", mapIndex < 0 ? null : mapIndex, "token", token));
            java.util.List<JsonObject> lines = Pages.objects(page, "content");
            lines.forEach(this::print);
            String next = Output.text(page.get("continuation_token"));
            if (lines.isEmpty() || next.isEmpty()) {
                return next.isEmpty() ? token : next;
            }
            token = next;
        }
    }

    private static int newestTry(JsonObject instance) {
        return instance.get("try_number") instanceof JsonNumber n ? n.toInt() : 1;
    }

    private void print(JsonObject line) {
        String level = Output.text(line.get("level"));
        session.out()
                .println(Output.text(line.get("timestamp")) + " "
                        + (level.isEmpty() ? "" : level.toUpperCase(java.util.Locale.ROOT) + " ")
                        + printable(Output.text(line.get("event"))));
        session.out().flush();
    }

    // A log may hold what drives a terminal; line feeds and tabs are all that a log needs.
    private static String printable(String text) {
        return text.lines().map(Output::clean).reduce((a, b) -> a + "\n" + b).orElse("");
    }
}
