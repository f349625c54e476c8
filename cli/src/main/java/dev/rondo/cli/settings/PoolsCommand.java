package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.settings.SettingFile.Existing;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private static final String POOLS = "/api/v2/pools";
    private static final int MOST = 10_000;

    private PoolsCommand() {}

    private static List<JsonObject> all(Session session) {
        return Pages.read(session.api(), POOLS, "pools", MOST);
    }

    @Command(name = "list", description = "Lists the pools.", mixinStandardHelpOptions = true)
    static final class ListPools implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            all(session),
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
            session.output().object(session.api().get(POOLS + "/" + Paths.encode(name)));
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
        private String description = "";

        @Option(names = "--include-deferred", description = "Tasks that wait without running count, too.")
        private boolean includeDeferred;

        @Override
        public Integer call() {
            JsonObject pool = JsonObject.builder()
                    .put("name", name)
                    .put("slots", slots)
                    .put("description", description)
                    .put("include_deferred", includeDeferred)
                    .build();
            return SettingFile.send(session, POOLS, List.of(pool), Existing.overwrite, "pools");
        }
    }

    @Command(name = "delete", description = "Deletes a pool that nothing uses.", mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "POOL", description = "Name of the pool.")
        private String name = "";

        @Override
        public Integer call() {
            JsonObject ignored = session.api().delete(POOLS + "/" + Paths.encode(name));
            session.output().line("pool " + name + " is deleted");
            return ExitCode.OK.code();
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
            return SettingFile.send(session, POOLS, pools, Existing.overwrite, "pools");
        }

        private static JsonObject pool(String name, JsonValue said) {
            if (said instanceof JsonObject pool) {
                return JsonObject.builder().put("name", name).putAll(pool).build();
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
            Map<String, JsonValue> pools = new LinkedHashMap<>();
            for (JsonObject pool : all(session)) {
                pools.put(
                        pool.findString("name").orElseThrow(),
                        JsonObject.builder()
                                .put("slots", pool.require("slots"))
                                .put(
                                        "description",
                                        pool.findString("description").orElse(""))
                                .put("include_deferred", pool.require("include_deferred"))
                                .build());
            }
            SettingFile.write(file, pools);
            session.output().line(pools.size() + " pools exported to " + file);
            return ExitCode.OK.code();
        }
    }
}
