package dev.rondo.cli.settings;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.settings.SettingGroup.Existing;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonString;
import dev.rondo.sdk.internal.json.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo variables …}. */
@Command(
        name = "variables",
        description = "Variables: values that tasks ask for by name.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    VariablesCommand.ListVariables.class,
    VariablesCommand.Get.class,
    VariablesCommand.SetVariable.class,
    VariablesCommand.Delete.class,
    VariablesCommand.Import.class,
    VariablesCommand.Export.class
})
public final class VariablesCommand {

    private static final SettingGroup VARIABLES = new SettingGroup("variable", "variables", "key", /* sealed= */ true);

    private VariablesCommand() {}

    @Command(name = "list", description = "Lists the variables, without their values.", mixinStandardHelpOptions = true)
    static final class ListVariables implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            VARIABLES.all(session),
                            List.of(Column.of("KEY", "key"), Column.of("DESCRIPTION", "description")),
                            "no variables; make one: rondo variables set KEY VALUE");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "get",
            description = "Prints the value of a variable; *** where its key speaks of a secret.",
            mixinStandardHelpOptions = true)
    static final class Get implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "KEY", description = "Key of the variable.")
        private String key = "";

        @Option(
                names = {"-d", "--default"},
                paramLabel = "VALUE",
                description = "What is printed when there is none.")
        private @Nullable String otherwise;

        @Override
        public Integer call() {
            JsonObject variable;
            try {
                variable = VARIABLES.get(session, key);
            } catch (CommandException e) {
                if (otherwise == null || e.exitCode() != ExitCode.NOT_FOUND) {
                    throw e;
                }
                variable = JsonObject.of(Map.of("key", new JsonString(key), "value", new JsonString(otherwise)));
            }
            if (session.form().isData()) {
                session.output().object(variable);
            } else {
                // To the letter: scripts read it, and a value may have many lines.
                session.out().println(Output.text(variable.get("value")));
                variable.findString("source_detail")
                        .ifPresent(place -> session.err()
                                .println("rondo: it comes from " + Output.clean(place) + ", before the database"));
                session.err().flush();
            }
            return ExitCode.OK.code();
        }
    }

    @Command(name = "set", description = "Makes a variable, or changes it.", mixinStandardHelpOptions = true)
    static final class SetVariable implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(index = "0", paramLabel = "KEY", description = "Key of the variable.")
        private String key = "";

        @Parameters(index = "1", paramLabel = "VALUE", description = "Its value, JSON or any text.")
        private String value = "";

        @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
        private @Nullable String description;

        @Override
        public Integer call() {
            JsonObject.Builder variable = JsonObject.builder().put("key", key).put("value", value);
            if (description != null) {
                variable.put("description", description);
            }
            return VARIABLES.set(session, variable.build());
        }
    }

    @Command(name = "delete", description = "Deletes a variable.", mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "KEY", description = "Key of the variable.")
        private String key = "";

        @Override
        public Integer call() {
            return VARIABLES.delete(session, key);
        }
    }

    @Command(
            name = "import",
            description = "Makes the variables of a file: {\"key\": value}, or {\"key\": {\"value\": …,"
                    + " \"description\": \"…\"}}. What is masked (***) is left out.",
            mixinStandardHelpOptions = true)
    static final class Import implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "JSON, as `rondo variables export` and Airflow write it.")
        private Path file = Path.of("");

        @Option(
                names = {"-a", "--action-on-existing-key"},
                paramLabel = "ACTION",
                defaultValue = "overwrite",
                description = "overwrite, fail or skip. Default: ${DEFAULT-VALUE}")
        private Existing existing = Existing.overwrite;

        @Override
        public Integer call() {
            List<JsonObject> variables = new ArrayList<>();
            SettingFile.read(file).forEach((key, said) -> {
                JsonObject variable = variable(key, said);
                if (!variable.require("value").equals(new JsonString(SettingGroup.MASK))) {
                    variables.add(variable);
                }
            });
            return VARIABLES.make(session, variables, existing);
        }

        private static JsonObject variable(String key, JsonValue said) {
            JsonObject.Builder variable = JsonObject.builder().put("key", key);
            JsonValue value = said instanceof JsonObject object ? object.get("value") : null;
            if (value == null) {
                return variable.put("value", said).build();
            }
            variable.put("value", value);
            JsonValue description = ((JsonObject) said).get("description");
            return description == null
                    ? variable.build()
                    : variable.put("description", description).build();
        }
    }

    @Command(
            name = "export",
            description = "Writes all variables to a file. Values whose keys speak of a secret are masked (***).",
            mixinStandardHelpOptions = true)
    static final class Export implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "FILE", description = "Where to; JSON.")
        private Path file = Path.of("");

        @Override
        public Integer call() {
            return VARIABLES.writeTo(session, file, variable -> {
                JsonValue value = variable.require("value");
                return variable.findString("description")
                        .<JsonValue>map(words -> JsonObject.builder()
                                .put("value", value)
                                .put("description", words)
                                .build())
                        .orElse(value);
            });
        }
    }
}
