package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.settings.SettingGroup.Existing;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo pools …}. */
@Command(
        name = "pools",
        description = "Pools: how many tasks of a kind run at once.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    PoolsCommand.ListPools.class,
    PoolsCommand.Get.class,
    PoolsCommand.SetPool.class,
    PoolsCommand.Delete.class,
    PoolsCommand.Import.class,
    PoolsCommand.Export.class
})
public final class PoolsCommand {

    private static final SettingGroup POOLS = new SettingGroup("pool", "pools", "name", /* sealed= */ false);

    private PoolsCommand() {}

    @Command(name = "list", description = "Lists the pools.", mixinStandardHelpOptions = true)
    static final class ListPools implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            POOLS.all(session),
                            List.of(
                                    Column.of("POOL", "name"),
                                    Column.of("SLOTS", "slots"),
                                    Column.of("OPEN", "open_slots"),
                                    Column.of("RUNNING", "running_slots"),
                                    Column.of("QUEUED", "queued_slots"),
                                    Column.of("DESCRIPTION", "description")),
                            "no pools");
            return ExitCode.OK.code();
        }
    }

    @Command(name = "get", description = "Prints a pool.", mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "POOL", description = "Name of the pool.")
        private String name = "";

        @Override
        public Integer call() {
            session.output().object(POOLS.get(session, name));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "set", description = "Makes a pool, or changes it.", mixinStandardHelpOptions = true)
    static final class SetPool implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(index = "0", paramLabel = "POOL", description = "Name of the pool.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "SLOTS", description = "How many; -1: without a limit.")
        private int slots;

        @Parameters(index = "2", paramLabel = "DESCRIPTION", arity = "0..1", description = "What it is for.")
        private @Nullable String description;

        @Option(
                names = "--include-deferred",
                negatable = true,
                description = "Tasks that wait without running count, too, or no longer.")
        private @Nullable Boolean includeDeferred;

        // What is not given stays as it is.
        @Override
        public Integer call() {
            JsonObject.Builder pool = JsonObject.builder().put("name", name).put("slots", slots);
            if (description != null) {
                pool.put("description", description);
            }
            if (includeDeferred != null) {
                pool.put("include_deferred", includeDeferred);
            }
            return POOLS.set(session, pool.build());
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a pool that no task has a slot of, or waits for.",
            mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "POOL", description = "Name of the pool.")
        private String name = "";

        @Override
        public Integer call() {
            return POOLS.delete(session, name);
        }
    }

    @Command(
            name = "import",
            description = "Makes the pools of a file: {\"name\": {\"slots\": 3, \"description\": \"…\"}}.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "JSON, as `rondo pools export` and Airflow write it.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            List<JsonObject> pools = SettingFile.read(file).entrySet().stream()
                    .map(each -> pool(each.getKey(), each.getValue()))
                    .toList();
            return POOLS.make(session, pools, Existing.overwrite);
        }

        private static JsonObject pool(String name, JsonValue said) {
            if (said instanceof JsonObject pool) {
                return JsonObject.builder().putAll(pool).put("name", name).build();
            }
            throw new CommandException(
                    ExitCode.USAGE,
                    "pool '" + name + "' must be an object such as {\"slots\": 3, \"description\": \"\"}");
        }
    }

    @Command(name = "export", description = "Writes all pools to a file.", mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "Where to; JSON.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            return POOLS.writeTo(
                    session,
                    file,
                    pool -> JsonObject.builder()
                            .put("slots", pool.require("slots"))
                            .put("description", pool.findString("description").orElse(""))
                            .put("include_deferred", pool.require("include_deferred"))
                            .build());
        }
    }
}
