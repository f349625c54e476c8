package dev.rondo.cli.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Home;
import dev.rondo.cli.Session;
import dev.rondo.cli.Version;
import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.config.ConfigCommand;
import dev.rondo.cli.server.ServerOptions;
import dev.rondo.cli.server.SettingChecks;
import dev.rondo.cli.server.ThisMachine;
import dev.rondo.metadata.Database;
import dev.rondo.metadata.DatabaseConfig;
import dev.rondo.metadata.JdbcSettings;
import dev.rondo.metadata.postgres.EmbeddedPostgres;
import dev.rondo.metadata.support.SupportQueries;
import dev.rondo.metadata.support.View;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Fills a {@link Dump}. */
final class Gathering {

    private static final int LOG_BYTES = 10 << 20;

    // Enough to see what holds a server up; each is a question to it.
    private static final int QUESTIONS = 20;

    private final Session session;
    private final ServerOptions options;
    private final Dump dump;

    Gathering(Session session, ServerOptions options, Dump dump) {
        this.session = session;
        this.options = options;
        this.dump = dump;
    }

    void gather() {
        dump.add("this-machine.txt", this::machine);
        dump.add("settings.txt", () -> lines(ConfigCommand.shown(session.environment())));
        dump.add("settings-problems.txt", () -> lines(SettingChecks.problems(session.environment())));
        List<Long> pids = new ArrayList<>(ofThisHome());
        List<JsonObject> waiting = new ArrayList<>();
        database(pids, waiting);
        server(waiting);
        JavaProcesses.of(pids.stream())
                .forEach(
                        process -> dump.add("threads/" + process.pid() + ".txt", () -> JavaProcesses.threads(process)));
        logs();
    }

    private String machine() {
        Runtime runtime = Runtime.getRuntime();
        return lines(List.of(
                "taken at " + session.clock().instant(),
                "rondo " + Version.text(),
                "java " + Runtime.version() + " at " + System.getProperty("java.home"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch") + ", " + runtime.availableProcessors() + " processors",
                "home " + session.home().folder(),
                "bytes free there " + session.home().folder().toFile().getUsableSpace()));
    }

    // The standalone of the home says which process it is.
    private List<Long> ofThisHome() {
        Path file = session.home().serverFile();
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Long> pids = new ArrayList<>();
        dump.add("server.json", () -> {
            String text = Files.readString(file);
            if (JsonValue.parse(text) instanceof JsonObject object) {
                number(object, "pid").ifPresent(pids::add);
            }
            return text;
        });
        return pids;
    }

    private void database(List<Long> pids, List<JsonObject> waiting) {
        dump.add("database/about.txt", () -> {
            JdbcSettings settings = jdbc();
            try (Database database = Database.open(settings, DatabaseConfig.of("rondo-support", 1), Thread::sleep)) {
                SupportQueries queries = new SupportQueries(database.transactions());
                for (View view : View.values()) {
                    dump.add("database/" + view.title() + ".jsonl", () -> {
                        List<String> rows = queries.rows(view);
                        switch (view) {
                            case JOBS -> rows.forEach(row -> ofThisMachine(row).ifPresent(pids::add));
                            case OPEN_INSTANCES ->
                                rows.forEach(row -> mayWait(row).ifPresent(waiting::add));
                            default -> {}
                        }
                        return lines(rows);
                    });
                }
            }
            return settings + "\n" + SupportQueries.LIMIT + " rows of each look at most\n";
        });
    }

    private JdbcSettings jdbc() {
        Home home = session.home();
        return options.database(session.environment())
                .or(() -> EmbeddedPostgres.findRunning(home.folder()))
                .orElseThrow(() -> new CommandException(
                        ExitCode.UNAVAILABLE,
                        "the embedded PostgreSQL of " + home.folder()
                                + " does not run, and no other was named by --database-url or RONDO_DATABASE_URL"));
    }

    private static Optional<Long> ofThisMachine(String job) {
        JsonObject row = (JsonObject) JsonValue.parse(job);
        return row.findString("hostname").filter(ThisMachine.hostName()::equals).flatMap(host -> number(row, "pid"));
    }

    private static Optional<Long> number(JsonObject object, String key) {
        return object.get(key) instanceof JsonNumber number ? Optional.of(number.toLong()) : Optional.empty();
    }

    // Neither over nor at work: the server can say what it waits for.
    private static Optional<JsonObject> mayWait(String instance) {
        JsonObject row = (JsonObject) JsonValue.parse(instance);
        return row.findString("end_date").isEmpty() && !row.findString("state").equals(Optional.of("running"))
                ? Optional.of(row)
                : Optional.empty();
    }

    private void server(List<JsonObject> waiting) {
        dump.add("server/version.json", () -> anyone().get("/api/v2/version").toJson());
        dump.add(
                "server/health.json",
                () -> anyone().get("/api/v2/monitor/health").toJson());
        if (waiting.isEmpty()) {
            return;
        }
        dump.add("server/why-tasks-wait.jsonl", () -> {
            ApiClient api = session.api();
            return lines(
                    waiting.stream().limit(QUESTIONS).map(row -> why(api, row)).toList());
        });
    }

    // For what answers without signing in.
    private ApiClient anyone() {
        return new ApiClient(session.signIn().server(), session.signIn().trust(), ApiClient.Tokens.NONE);
    }

    private static String why(ApiClient api, JsonObject row) {
        return api.get(Paths.instance(
                                row.findString("dag_id").orElseThrow(),
                                row.findString("run_id").orElseThrow(),
                                row.findString("task_id").orElseThrow(),
                                number(row, "map_index").orElse(-1L).intValue())
                        + "/dependencies")
                .toJson();
    }

    private void logs() {
        Home home = session.home();
        Stream.of(home.serverLog(), home.postgres().resolve("server.log"))
                .filter(Files::exists)
                .forEach(log -> dump.add("logs/" + home.folder().relativize(log), () -> end(log)));
    }

    private static String end(Path log) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            file.seek(Math.max(0, file.length() - LOG_BYTES));
            byte[] bytes = new byte[(int) Math.min(LOG_BYTES, file.length() - file.getFilePointer())];
            file.readFully(bytes);
            return new String(bytes, UTF_8);
        }
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
