package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Home;
import dev.rondo.cli.Setting;
import dev.rondo.cli.api.ServerTrust;
import dev.rondo.cli.api.SignIn;
import dev.rondo.sdk.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads settings as servers and commands do when they start, to say what they would refuse. Nothing is opened. */
public final class SettingChecks {

    /** What names of default arguments begin with. */
    public static final String DEFAULT_ARGS = DefaultArguments.PREFIX;

    private static final String CONNECTION = "RONDO_CONN_";

    // Of two that are read at once only the first would be told, so that each is read without the other.
    private static final Map<Setting, Consumer<Map<String, String>>> ALONE = Map.of(
            Setting.RETENTION_DAYS, Retention::of,
            Setting.RUN_RETENTION_DAYS, Retention::of,
            Setting.WORKER_LEASE_SECONDS, WorkerLease::of,
            Setting.MAX_MAP_LENGTH, RunLimits::of,
            Setting.MAX_LOST_TRIES, RunLimits::of,
            Setting.LOG_FORMAT, LogFormat::of,
            Setting.TEST_CONNECTION, ConnectionTesting::of,
            Setting.DATA, DataPlace::of,
            Setting.TLS_CA, ServerTrust::of,
            Setting.API_URL, environment -> new SignIn(Home.of(environment), environment, null).server());

    private static final List<Consumer<Map<String, String>>> TOGETHER = List.of(
            MailSettings::of,
            TelemetryOptions::of,
            TlsSettings::of,
            SecretsSettings::of,
            OidcSettings::of,
            DefaultArguments::of,
            environment -> new ServerOptions().database(environment),
            environment -> new ServerOptions().storage(environment),
            environment -> new SignIn(Home.of(environment), environment, null).profile());

    private SettingChecks() {}

    /** What is wrong with the values, a sentence each. */
    public static List<String> problems(Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        for (Setting setting : Setting.values()) {
            Consumer<Map<String, String>> reader = ALONE.get(setting);
            String value = environment.get(setting.variable());
            if (reader != null && value != null) {
                read(reader, Map.of(setting.variable(), value), problems);
            }
        }
        TOGETHER.forEach(reader -> read(reader, environment, problems));
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(CONNECTION)) {
                connection(name, value, problems);
            }
        });
        return problems;
    }

    private static void read(
            Consumer<Map<String, String>> reader, Map<String, String> environment, List<String> problems) {
        try {
            reader.accept(environment);
        } catch (CommandException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    private static void connection(String name, String uri, List<String> problems) {
        try {
            Connection ignored = Connection.ofUri(name.substring(CONNECTION.length()), uri);
        } catch (IllegalArgumentException e) {
            problems.add(name + ": " + e.getMessage());
        }
    }
}
