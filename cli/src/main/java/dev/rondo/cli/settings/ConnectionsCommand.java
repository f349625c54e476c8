package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.settings.SettingFile.Existing;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo connections …}. */
@Command(
        name = "connections",
        description = "Connections: how tasks reach other systems.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    ConnectionsCommand.ListConnections.class,
    ConnectionsCommand.Get.class,
    ConnectionsCommand.Add.class,
    ConnectionsCommand.Delete.class,
    ConnectionsCommand.Import.class,
    ConnectionsCommand.Export.class
})
public final class ConnectionsCommand {

    private static final String CONNECTIONS = "/api/v2/connections";
    private static final int MOST = 10_000;

    private ConnectionsCommand() {}

    private static List<JsonObject> all(Session session) {
        return Pages.read(session.api(), CONNECTIONS, "connections", MOST);
    }

    @Command(name = "list", description = "Lists the connections.", mixinStandardHelpOptions = true)
    static final class ListConnections implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            all(session),
                            List.of(
                                    Column.of("CONNECTION", "connection_id"),
                                    Column.of("TYPE", "conn_type"),
                                    Column.of("HOST", "host"),
                                    Column.of("PORT", "port"),
                                    Column.of("LOGIN", "login"),
                                    Column.of("SCHEMA", "schema"),
                                    Column.of("DESCRIPTION", "description")),
                            "no connections; make one: rondo connections add ID --conn-uri URI");
            return ExitCode.OK.code();
        }
    }

    @Command(name = "get", description = "Prints a connection, its secrets masked.", mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ID", description = "Id of the connection.")
        private String id = "";

        @Override
        public Integer call() {
            session.output().object(session.api().get(CONNECTIONS + "/" + Paths.encode(id)));
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "add",
            description = "Makes a connection: from a URI, from JSON, or from its parts.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ID", description = "Id of the connection.")
        private String id = "";

        @Option(
                names = "--conn-uri",
                paramLabel = "URI",
                description = "type://login:password@host:port/schema?name=value")
        private @Nullable String uri;

        @Option(names = "--conn-json", paramLabel = "JSON", description = "Its parts as a JSON object.")
        private @Nullable String json;

        @Option(names = "--conn-type", paramLabel = "TYPE", description = "Kind of system, such as postgres.")
        private @Nullable String type;

        @Option(names = "--conn-description", paramLabel = "TEXT", description = "What it is for.")
        private @Nullable String description;

        @Option(names = "--conn-host", paramLabel = "HOST", description = "Name or address.")
        private @Nullable String host;

        @Option(names = "--conn-login", paramLabel = "NAME", description = "Who signs in.")
        private @Nullable String login;

        @Option(
                names = "--conn-password",
                paramLabel = "PASSWORD",
                arity = "0..1",
                interactive = true,
                description = "The password; asked for when none is given.")
        private @Nullable String password;

        @Option(names = "--conn-schema", paramLabel = "SCHEMA", description = "Database, path or the like.")
        private @Nullable String schema;

        @Option(names = "--conn-port", paramLabel = "N", description = "1 to 65535.")
        private @Nullable Integer port;

        @Option(names = "--conn-extra", paramLabel = "JSON", description = "What else there is, a JSON object.")
        private @Nullable String extra;

        @Override
        public Integer call() {
            return SettingFile.send(session, CONNECTIONS, List.of(connection()), Existing.fail, "connections");
        }

        private JsonObject connection() {
            int ways = (uri == null ? 0 : 1) + (json == null ? 0 : 1) + (type == null ? 0 : 1);
            if (ways != 1) {
                throw new CommandException(
                        ExitCode.USAGE, "give exactly one of --conn-uri, --conn-json and --conn-type (with its parts)");
            }
            if (uri != null) {
                return ofUri(id, uri);
            }
            return json != null
                    ? withId(id, Conf.parse("--conn-json", json, "{\"conn_type\": \"postgres\", \"host\": \"db\"}"))
                    : parts(id, String.valueOf(type), description, host, login, password, port, schema, extra);
        }
    }

    private static JsonObject ofUri(String id, String uri) {
        Connection connection;
        try {
            connection = Connection.ofUri(id, uri);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
        return parts(
                id,
                connection.type(),
                null,
                connection.host(),
                connection.login(),
                connection.password(),
                connection.port(),
                connection.schema(),
                connection.extra().equals("{}") ? null : connection.extra());
    }

    private static JsonObject parts(
            String id,
            String type,
            @Nullable String description,
            @Nullable String host,
            @Nullable String login,
            @Nullable String password,
            @Nullable Integer port,
            @Nullable String schema,
            @Nullable String extra) {
        JsonObject.Builder connection =
                JsonObject.builder().put("connection_id", id).put("conn_type", type);
        Map<String, @Nullable String> texts = new LinkedHashMap<>();
        texts.put("description", description);
        texts.put("host", host);
        texts.put("login", login);
        texts.put("password", password);
        texts.put("schema", schema);
        texts.put("extra", extra);
        texts.forEach((name, text) -> {
            if (text != null) {
                connection.put(name, text);
            }
        });
        return port == null ? connection.build() : connection.put("port", port).build();
    }

    /** Airflow's JSON form: an extra may be an object there, and is a text in the API. */
    private static JsonObject withId(String id, JsonObject said) {
        Map<String, JsonValue> members = new LinkedHashMap<>(said.members());
        members.remove("connection_id");
        members.remove("conn_id");
        JsonValue extra = members.get("extra");
        if (extra instanceof JsonObject object) {
            members.put("extra", new JsonString(object.toJson()));
        }
        return JsonObject.builder()
                .put("connection_id", id)
                .putAll(JsonObject.of(members))
                .build();
    }

    @Command(name = "delete", description = "Deletes a connection.", mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ID", description = "Id of the connection.")
        private String id = "";

        @Override
        public Integer call() {
            JsonObject ignored = session.api().delete(CONNECTIONS + "/" + Paths.encode(id));
            session.output().line("connection " + id + " is deleted");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "import",
            description = "Makes the connections of a file: {\"id\": {\"conn_type\": …}} or {\"id\": \"uri\"}.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "JSON, as `rondo connections export` and Airflow write it.")
        private Path file = Path.of("");

        @Option(names = "--overwrite", description = "Those that are there become those of the file; else they stay.")
        private boolean overwrite;

        @Override
        public Integer call() {
            List<JsonObject> connections = SettingFile.read(file).entrySet().stream()
                    .map(each -> connection(each.getKey(), each.getValue()))
                    .toList();
            return SettingFile.send(
                    session, CONNECTIONS, connections, overwrite ? Existing.overwrite : Existing.skip, "connections");
        }

        private static JsonObject connection(String id, JsonValue said) {
            return switch (said) {
                case JsonString uri -> ofUri(id, uri.value());
                case JsonObject object -> withId(id, object);
                default ->
                    throw new CommandException(
                            ExitCode.USAGE, "connection '" + id + "' must be a URI or an object with a conn_type");
            };
        }
    }

    @Command(
            name = "export",
            description = "Writes all connections to a file. Secrets are masked (***); imported with --overwrite where"
                    + " they came from, a mask keeps the secret.",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "Where to; JSON.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            Map<String, JsonValue> connections = new LinkedHashMap<>();
            for (JsonObject connection : all(session)) {
                Map<String, JsonValue> members = new LinkedHashMap<>(connection.members());
                members.remove("connection_id");
                members.remove("team_name");
                members.values().removeIf(JsonNull.NULL::equals);
                connections.put(connection.findString("connection_id").orElseThrow(), JsonObject.of(members));
            }
            SettingFile.write(file, connections);
            session.output().line(connections.size() + " connections exported to " + file);
            return ExitCode.OK.code();
        }
    }
}
