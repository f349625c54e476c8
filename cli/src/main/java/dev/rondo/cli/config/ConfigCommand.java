package dev.rondo.cli.config;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.EnvironmentNames;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Printing;
import dev.rondo.cli.Setting;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.server.SettingChecks;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo config …}: what the environment that it runs in says. It asks no server and shows no secret. */
@Command(
        name = "config",
        description = "Settings, as the environment of this command has them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({ConfigCommand.ListSettings.class, ConfigCommand.Get.class, ConfigCommand.Lint.class})
public final class ConfigCommand {

    private static final String HIDDEN = "***";

    // Up to the last @: a password with a slash or an @ that somebody forgot to encode is one all the same.
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(//[^/?#@:]*):.*@");

    private static final Pattern SECRET_PARAMETER =
            Pattern.compile("(?i)([?&][^=&]*(?:password|secret|token)[^=&]*=)[^&]*");

    private ConfigCommand() {}

    /** What is shown of a setting; what is read of it where it is not set. */
    private static String shown(Setting setting, Map<String, String> environment) {
        return setting.in(environment)
                .map(value -> setting.isSecret() ? HIDDEN : withoutPasswords(value))
                .orElse(setting.otherwise());
    }

    private static String withoutPasswords(String value) {
        String url = PASSWORD_IN_URL.matcher(value).replaceAll("$1:" + HIDDEN + "@");
        return SECRET_PARAMETER.matcher(url).replaceAll("$1" + HIDDEN);
    }

    /** All that is set, a line each, with secrets as {@code ***}. */
    public static List<String> shown(Map<String, String> environment) {
        return Stream.concat(
                        Arrays.stream(Setting.values())
                                .filter(setting -> setting.in(environment).isPresent())
                                .map(setting -> setting.variable() + "=" + shown(setting, environment)),
                        new TreeMap<>(environment)
                                .keySet().stream()
                                        .filter(EnvironmentNames::isFree)
                                        .map(name -> name + "=" + HIDDEN))
                .toList();
    }

    private static JsonObject row(Setting setting, Map<String, String> environment) {
        return row(
                setting.variable(),
                shown(setting, environment),
                setting.in(environment).isPresent() ? "environment" : "default",
                setting.readBy());
    }

    private static JsonObject row(String name, String value, String from, String readBy) {
        return JsonObject.of(Map.of(
                "name",
                new JsonString(name),
                "value",
                new JsonString(value),
                "from",
                new JsonString(from),
                "read_by",
                new JsonString(readBy)));
    }

    @Command(
            name = "list",
            description = "Lists the settings, with their values or what holds without them; secrets as ***.",
            mixinStandardHelpOptions = true)
    static final class ListSettings implements Callable<Integer> {

        @Mixin
        private Printing printing = new Printing();

        @Option(names = "--set", description = "Only what is set.")
        private boolean onlySet;

        @Override
        public Integer call() {
            Map<String, String> environment = printing.environment();
            List<JsonObject> rows = Stream.concat(
                            Arrays.stream(Setting.values())
                                    .filter(setting ->
                                            !onlySet || setting.in(environment).isPresent())
                                    .map(setting -> ConfigCommand.row(setting, environment)),
                            free(environment))
                    .toList();
            printing.output()
                    .rows(
                            rows,
                            List.of(
                                    Column.of("NAME", "name"),
                                    Column.of("VALUE", "value"),
                                    Column.of("FROM", "from"),
                                    Column.of("READ BY", "read_by")),
                            "nothing is set; docs/reference/environment.md lists the settings there are");
            return ExitCode.OK.code();
        }

        /** Connections and variables may be secrets, whatever they are called. */
        private static Stream<JsonObject> free(Map<String, String> environment) {
            return new TreeMap<>(environment)
                    .entrySet().stream()
                            .filter(each -> EnvironmentNames.isFree(each.getKey()))
                            .map(each -> ConfigCommand.row(
                                    each.getKey(),
                                    each.getKey().startsWith(SettingChecks.DEFAULT_ARGS) ? each.getValue() : HIDDEN,
                                    "environment",
                                    each.getKey().startsWith(SettingChecks.DEFAULT_ARGS)
                                            ? "DAG processor"
                                            : "scheduler"));
        }
    }

    @Command(
            name = "get",
            description = "Prints a setting, or what holds where it is not set; a secret as ***.",
            mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {

        @Mixin
        private Printing printing = new Printing();

        @Parameters(paramLabel = "NAME", description = "Its variable, such as RONDO_HOME.")
        private String name = "";

        @Override
        public Integer call() {
            Setting setting = Setting.find(name)
                    .orElseThrow(() -> new CommandException(
                            ExitCode.NOT_FOUND,
                            "there is no setting '" + name + "'; "
                                    + EnvironmentNames.hint(name, "list them: rondo config list")));
            if (printing.form().isData()) {
                printing.output().object(row(setting, printing.environment()));
            } else {
                printing.out().println(shown(setting, printing.environment()));
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "lint",
            description = {
                "Says what is wrong with the settings, and how to mend it: names that no one reads, and values that"
                        + " a server would refuse when it starts.",
                "Exit code 78 when there is something."
            },
            mixinStandardHelpOptions = true)
    static final class Lint implements Callable<Integer> {

        @Mixin
        private Printing printing = new Printing();

        @Override
        public Integer call() {
            Map<String, String> environment = printing.environment();
            List<JsonObject> problems = Stream.concat(
                            EnvironmentNames.problems(environment.keySet()).stream(),
                            SettingChecks.problems(environment).stream())
                    .map(problem -> JsonObject.of(Map.of("problem", new JsonString(problem))))
                    .toList();
            printing.output().rows(problems, List.of(Column.of("PROBLEM", "problem")), "nothing is wrong");
            return (problems.isEmpty() ? ExitCode.OK : ExitCode.CONFIG).code();
        }
    }
}
