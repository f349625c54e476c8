package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Conf;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.settings.SettingGroup.Existing;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.internal.json.JsonBoolean;
import dev.rondo.sdk.internal.json.JsonNull;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    ConnectionsCommand.Test.class,
    ConnectionsCommand.Import.class,
    ConnectionsCommand.Export.class
})
public final class ConnectionsCommand {

    private static final SettingGroup CONNECTIONS =
            new SettingGroup("connection", "connections", "connection_id", /* sealed= */ true);

    private ConnectionsCommand() {}

    @Command(name = "list", description = "Lists the connections.", mixinStandardHelpOptions = true)
    static final class ListConnections implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            CONNECTIONS.all(session),
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
            session.output().object(CONNECTIONS.get(session, id));
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
            return CONNECTIONS.add(session, connection());
        }

        private JsonObject connection() {
            int ways = (uri == null ? 0 : 1) + (json == null ? 0 : 1) + (type == null ? 0 : 1);
            if (ways != 1) {
                throw new CommandException(
                        ExitCode.USAGE, "give exactly one of --conn-uri, --conn-json and --conn-type (with its parts)");
            }
            if (type != null) {
                return parts(id, type, description, host, login, password, port, schema, extra);
            }
            refuseParts();
            JsonObject whole = uri != null
                    ? ofUri(id, uri)
                    : withId(
                            id,
                            Conf.parse(
                                    "--conn-json",
                                    String.valueOf(json),
                                    "{\"conn_type\": \"postgres\", \"host\": \"db\"}"));
            return description == null
                    ? whole
                    : JsonObject.builder()
                            .putAll(whole)
                            .put("description", description)
                            .build();
        }

        /** A URI and a JSON object say all parts themselves. */
        private void refuseParts() {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            parts.put("--conn-host", host);
            parts.put("--conn-login", login);
            parts.put("--conn-password", password);
            parts.put("--conn-schema", schema);
            parts.put("--conn-port", port);
            parts.put("--conn-extra", extra);
            parts.values().removeIf(Objects::isNull);
            if (!parts.isEmpty()) {
                throw new CommandException(
                        ExitCode.USAGE,
                        String.join(", ", parts.keySet()) + " goes with --conn-type only: "
                                + (uri != null ? "--conn-uri" : "--conn-json") + " has all parts in itself");
            }
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
            return CONNECTIONS.delete(session, id);
        }
    }

    @Command(
            name = "import",
            description = "Makes the connections of a file: {\"id\": {\"conn_type\": …}} or {\"id\": \"uri\"}. What is"
                    + " masked (***) is left out of new ones; in those that are there the secret stays.",
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
            Map<String, JsonValue> said = SettingFile.read(file);
            Set<String> there = CONNECTIONS.all(session).stream()
                    .flatMap(each -> each.findString("connection_id").stream())
                    .collect(Collectors.toUnmodifiableSet());
            Unmasking unmasking = new Unmasking();
            List<JsonObject> connections = said.entrySet().stream()
                    .map(each -> {
                        JsonObject connection = connection(each.getKey(), each.getValue());
                        return there.contains(each.getKey()) ? connection : unmasking.without(connection);
                    })
                    .toList();
            int code = CONNECTIONS.make(session, connections, overwrite ? Existing.overwrite : Existing.skip);
            if (unmasking.leftOut() > 0) {
                session.err()
                        .println("rondo: " + unmasking.leftOut()
                                + " secrets are masked (***) in the file and were left out of what is new; give them to"
                                + " these connections by PATCH /api/v2/connections/ID, or import them unmasked");
                session.err().flush();
            }
            return code;
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
            name = "test",
            description =
                    "Has a worker try a connection, as tasks get it, and prints what came of it. The exit code is 1"
                            + " where it does not work.",
            mixinStandardHelpOptions = true)
    static final class Test implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "ID", description = "Id of the connection.")
        private String id = "";

        @Option(
                names = {"-q", "--queue"},
                paramLabel = "QUEUE",
                defaultValue = "default",
                description = "A worker of this queue tries it. Default: ${DEFAULT-VALUE}")
        private String queue = "";

        @Override
        public Integer call() {
            JsonObject tested = session.api()
                    .post(
                            "/api/v2/connections/test?queue=" + Paths.encode(queue),
                            JsonObject.of(Map.of("connection_id", new JsonString(id))));
            boolean works = tested.get("status") == JsonBoolean.TRUE;
            String words = works ? " works: " : " does not work: ";
            session.output()
                    .either(
                            tested,
                            "connection " + id + words
                                    + tested.findString("message").orElse(""));
            return (works ? ExitCode.OK : ExitCode.FAILED).code();
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
            return CONNECTIONS.writeTo(session, file, connection -> {
                Map<String, JsonValue> members = new LinkedHashMap<>(connection.members());
                members.remove("connection_id");
                members.remove("team_name");
                members.values().removeIf(JsonNull.NULL::equals);
                return JsonObject.of(members);
            });
        }
    }
}
