package dev.rondo.cli.tasks;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.logs.LogPages;
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

/** {@code rondo tasks logs}. */
@Command(
        name = "logs",
        description =
                "Prints the log of a try. With -o json each line is an object; with -o plain it is the text alone.",
        mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

    private static final Set<String> OVER = Set.of("success", "failed", "skipped", "upstream_failed", "removed");

    private static final long FOLLOW_MILLIS = 500;

    @Mixin
    private Session session = new Session();

    @Mixin
    private InstanceArguments instance = new InstanceArguments();

    @Option(names = "--try", paramLabel = "N", description = "Which try. Default: the newest.")
    private @Nullable Integer tryNumber;

    @Option(
            names = "--callback",
            paramLabel = "KIND",
            description = "The log of the try's callback instead: success, failure, retry or skipped.")
    private @Nullable String callback;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on until the task is over.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = session.api();
        InstanceArguments.Named named = instance.named(api);
        CountDownLatch never = new CountDownLatch(1);
        @Nullable String token = null;
        while (true) {
            JsonObject shown = api.get(named.path());
            boolean over = OVER.contains(Output.text(shown.get("state")));
            token = print(named, tryOf(shown), token);
            if (!follow || over) {
                return ExitCode.OK.code();
            }
            boolean ignored = never.await(FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private int tryOf(JsonObject shown) {
        if (tryNumber != null) {
            return tryNumber;
        }
        return shown.get("try_number") instanceof JsonNumber n ? Math.max(1, n.toInt()) : 1;
    }

    // Prints what is new and answers where to go on.
    private @Nullable String print(InstanceArguments.Named named, int number, @Nullable String from) {
        String path = named.taskPath() + "/logs/" + number;
        Integer mapIndex = named.mapIndex() < 0 ? null : named.mapIndex();
        return LogPages.print(
                session,
                from,
                token -> path + Paths.query("map_index", mapIndex, "callback", callback, "token", token));
    }
}
