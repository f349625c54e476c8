package dev.rondo.cli.assets;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo assets …}. */
@Command(
        name = "assets",
        description = "Assets: what tasks update and DAGs wait for.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    AssetsCommand.ListAssets.class,
    AssetsCommand.Details.class,
    AssetsCommand.Events.class,
    AssetsCommand.Update.class
})
public final class AssetsCommand {

    private static final String ASSETS = "/api/v2/assets";
    private static final int MOST = 1_000;

    private AssetsCommand() {}

    @Command(name = "list", description = "Lists the assets that DAGs name.", mixinStandardHelpOptions = true)
    static final class ListAssets implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--dag-id", paramLabel = "DAG", description = "Only those of this DAG.")
        private @Nullable String dagId;

        @Override
        public Integer call() {
            session.list(
                    ASSETS + Paths.query("dag_ids", dagId),
                    "assets",
                    MOST,
                    List.of(
                            Column.of("ASSET", "name"),
                            Column.of("URI", "uri"),
                            Column.of("GROUP", "group"),
                            new Column("MADE BY", asset -> names(asset, "producing_tasks")),
                            new Column("FOLLOWED BY", asset -> names(asset, "scheduled_dags")),
                            new Column("LAST UPDATE", AssetsCommand::lastUpdate)),
                    "no assets; a DAG names one by .outlets(Asset.of(…)) or Schedule.assets(…)");
            return ExitCode.OK.code();
        }
    }

    private static String names(JsonObject asset, String key) {
        return Pages.objects(asset, key).stream()
                .map(each -> Output.text(each.get("dag_id"))
                        + (each.get("task_id") == null ? "" : "." + Output.text(each.get("task_id"))))
                .collect(Collectors.joining(", "));
    }

    private static String lastUpdate(JsonObject asset) {
        return asset.get("last_asset_event") instanceof JsonObject event ? Output.text(event.get("timestamp")) : "";
    }

    /** The asset of exactly that name. */
    private static JsonObject find(ApiClient api, String name) {
        List<JsonObject> found =
                Pages.read(api, ASSETS + Paths.query("name_pattern", name, "only_active", "false"), "assets", MOST);
        return found.stream()
                .filter(asset -> Output.text(asset.get("name")).equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandException(
                        ExitCode.NOT_FOUND, "there is no asset '" + name + "'; see: rondo assets list"));
    }

    @Command(name = "details", description = "Prints everything about an asset.", mixinStandardHelpOptions = true)
    static final class Details implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ASSET", description = "Name of the asset.")
        private String name = "";

        @Override
        public Integer call() {
            session.output().object(find(session.api(), name));
            return ExitCode.OK.code();
        }
    }

    @Command(name = "events", description = "Lists updates, the newest first.", mixinStandardHelpOptions = true)
    static final class Events implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ASSET", arity = "0..1", description = "Only of this asset.")
        private @Nullable String name;

        @Option(
                names = "--limit",
                paramLabel = "N",
                defaultValue = "25",
                description = "How many. Default: ${DEFAULT-VALUE}")
        private int limit;

        @Override
        public Integer call() {
            String asset = name;
            String id = asset == null
                    ? null
                    : Output.text(find(session.api(), asset).get("id"));
            session.list(
                    ASSETS + "/events" + Paths.query("asset_id", id, "order_by", "-timestamp"),
                    "asset_events",
                    limit,
                    List.of(
                            Column.of("WHEN", "timestamp"),
                            Column.of("ASSET", "name"),
                            new Column("BY", Events::source),
                            Column.of("EXTRA", "extra"),
                            new Column("RUNS MADE", Events::runs)),
                    "no updates");
            return ExitCode.OK.code();
        }

        private static String source(JsonObject event) {
            return event.findString("source_dag_id")
                    .map(dag -> dag + "." + Output.text(event.get("source_task_id")))
                    .orElse("posted");
        }

        private static String runs(JsonObject event) {
            return event.get("created_dagruns") instanceof JsonArray runs ? Integer.toString(runs.size()) : "";
        }
    }

    @Command(
            name = "update",
            description =
                    "Says that an asset was updated by something that is no task, and makes the runs that follow.",
            mixinStandardHelpOptions = true)
    static final class Update implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ASSET", description = "Name of the asset.")
        private String name = "";

        @Option(names = "--extra", paramLabel = "JSON", description = "What is to be known of it, a JSON object.")
        private @Nullable String extra;

        @Override
        public Integer call() {
            JsonObject asset = find(session.api(), name);
            JsonObject body = JsonObject.of(Map.of(
                    "asset_id",
                    asset.require("id"),
                    "extra",
                    extra == null ? JsonObject.EMPTY : Conf.parse("--extra", extra, "{\"rows\": 3}")));
            session.output().object(session.api().post(ASSETS + "/events", body));
            return ExitCode.OK.code();
        }
    }
}
