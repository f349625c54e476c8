package dev.rondo.cli.tasks;

import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.logs.LogPages;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.concurrent.Callable;
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
            description = "Goes on until the task is over, over the tries that follow; with --try until that one is.")
    private boolean follow;

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = session.api();
        InstanceArguments.Named named = instance.named(api);
        if (follow) {
            new FollowedLog(session, api, named, callback).print(tryNumber);
            return ExitCode.OK.code();
        }
        String path = named.taskPath() + "/logs/" + tryOf(api.get(named.path()));
        Integer mapIndex = named.mapIndex() < 0 ? null : named.mapIndex();
        var ignored = LogPages.print(
                session,
                null,
                token -> path + Paths.query("map_index", mapIndex, "callback", callback, "token", token));
        return ExitCode.OK.code();
    }

    private int tryOf(JsonObject shown) {
        if (tryNumber != null) {
            return tryNumber;
        }
        return shown.get("try_number") instanceof JsonNumber n ? Math.max(1, n.toInt()) : 1;
    }
}
