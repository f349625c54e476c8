package dev.rondo.cli;

import dev.rondo.cli.api.ApiClient;
import dev.rondo.cli.api.SignIn;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rondo info}: what someone who helps will ask first. Holds no secret, so it can be pasted anywhere. */
@Command(
        name = "info",
        description = "Prints what is installed where, and which server commands talk to. It shows no secrets.",
        mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

    @Mixin
    private Session session = new Session();

    @Override
    public Integer call() {
        Map<String, JsonValue> info = new LinkedHashMap<>();
        put(info, "version", Version.text());
        put(info, "installation", System.getProperty("rondo.dist", "not started by its launcher"));
        put(info, "java", Runtime.version() + " at " + System.getProperty("java.home"));
        put(
                info,
                "system",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        info.put("processors", JsonNumber.of(Runtime.getRuntime().availableProcessors()));
        put(info, "fast_start", System.getProperty("rondo.aot", "off"));
        Home home = session.home();
        put(info, "home", home.folder() + (Files.isDirectory(home.folder()) ? "" : " (not there yet)"));
        put(info, "dags_folder", home.dags().toString());
        put(info, "log", home.serverLog().toString());
        put(info, "embedded_postgresql", shown(home.postgres()));
        server(info);
        session.output().object(JsonObject.of(info));
        return ExitCode.OK.code();
    }

    private void server(Map<String, JsonValue> info) {
        SignIn signIn = session.signIn();
        URI server = signIn.server();
        put(info, "server", server.toString());
        // Both answer without signing in.
        ApiClient api = new ApiClient(server, signIn.trust(), ApiClient.Tokens.NONE);
        try {
            put(
                    info,
                    "server_version",
                    api.get("/api/v2/version").findString("version").orElse("unknown"));
            JsonObject health = api.get("/api/v2/monitor/health");
            for (String part : new String[] {"metadatabase", "scheduler", "dag_processor"}) {
                String status = health.get(part) instanceof JsonObject o
                        ? o.findString("status").orElse("unknown")
                        : "unknown";
                put(info, part, status);
            }
        } catch (CommandException e) {
            put(info, "server_version", "no answer: " + e.getMessage());
        }
    }

    private static String shown(Path folder) {
        return Files.isDirectory(folder) ? folder.toString() : "none";
    }

    private static void put(Map<String, JsonValue> info, String key, String value) {
        info.put(key, new JsonString(value));
    }
}
