package dev.rondo.cli.server;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.output.FormOption;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.metadata.RetiredKeyException;
import dev.rondo.metadata.command.Change;
import dev.rondo.metadata.secret.SealException;
import dev.rondo.metadata.secret.SealedStore.Kind;
import dev.rondo.metadata.secret.SecretKeys;
import dev.rondo.sdk.internal.json.JsonNumber;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rondo keys …}. */
@Command(
        name = "keys",
        description = "The keys that secrets in the database are sealed with: secret-keys of the home.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "They are changed beside running servers, with the home and the database of a server. Servers on other homes",
            "need a copy of the file: `rondo keys add`, copy it, `rondo keys rotate`."
        })
@Subcommands({KeysCommand.ListKeys.class, KeysCommand.Add.class, KeysCommand.Rotate.class, KeysCommand.Retire.class})
public final class KeysCommand {

    private KeysCommand() {}

    private static <T> T with(CommandSpec spec, ServerOptions server, Function<Storage, T> work) {
        try (Storage storage = DbCommand.open(spec, server)) {
            return work.apply(storage);
        } catch (SealException e) {
            throw new CommandException(ExitCode.CONFIG, String.valueOf(e.getMessage()), e);
        } catch (RetiredKeyException e) {
            throw new CommandException(
                    ExitCode.CONFIG,
                    "the key that seals was changed and retired on another server meanwhile; copy its file secret-keys"
                            + " and try again",
                    e);
        }
    }

    /** The same of work that changes the keys, which the audit record tells of. */
    private static <T> T changing(CommandSpec spec, ServerOptions server, String kind, Function<SecretKeys, T> work) {
        return with(spec, server, storage -> {
            SecretKeys keys = storage.keys();
            JsonObject before = told(keys);
            T done = work.apply(keys);
            JsonObject after = told(keys);
            if (!before.equals(after)) {
                LocalAudit.write(spec, storage, kind, JsonObject.EMPTY, new Change(before, after));
            }
            return done;
        });
    }

    /** What each key does, by its id; no key is part of it. */
    private static JsonObject told(SecretKeys keys) {
        JsonObject.Builder uses = JsonObject.builder();
        keys.list().forEach(key -> uses.put(key.id(), key.use().name().toLowerCase(Locale.ROOT)));
        return JsonObject.builder().put("keys", uses.build()).build();
    }

    @Command(
            name = "list",
            description = "Lists the keys, oldest first, and how many secrets are sealed with each.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "USE: seals    everything new is sealed with it",
                "     opens    what was sealed with it; where all is 0 it can be retired",
                "     new      added, and seals nothing yet",
                "     missing  not in the file: what was sealed with it does not open"
            })
    static final class ListKeys implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Mixin
        private FormOption form = new FormOption();

        @Override
        public Integer call() {
            List<SecretKeys.Key> keys =
                    with(spec, server, storage -> storage.keys().list());
            new Output(spec.commandLine().getOut(), form.form())
                    .rows(
                            keys.stream().map(ListKeys::json).toList(),
                            List.of(
                                    Column.of("KEY", "key_id"),
                                    Column.of("USE", "use"),
                                    Column.of("VARIABLES", "variables"),
                                    Column.of("CONNECTIONS", "connections"),
                                    Column.of("AUDIT", "commands")),
                            "no keys yet: the first secret makes them");
            return ExitCode.OK.code();
        }

        private static JsonObject json(SecretKeys.Key key) {
            JsonObject.Builder json = JsonObject.builder()
                    .put("key_id", key.id())
                    .put("use", key.use().name().toLowerCase(Locale.ROOT));
            for (Kind kind : Kind.values()) {
                json.put(
                        kind.name().toLowerCase(Locale.ROOT),
                        JsonNumber.of(key.sealed().getOrDefault(kind, 0)));
            }
            return json.build();
        }
    }

    @Command(
            name = "add",
            description = {
                "Adds a key that seals nothing before `rondo keys rotate`.",
                "For servers on several homes: copy secret-keys to all of them in between, and none stumbles."
            },
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            String id = changing(spec, server, "AddKey", SecretKeys::add);
            spec.commandLine()
                    .getOut()
                    .println("key " + id + " is added; `rondo keys rotate` makes it the one that seals");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "rotate",
            description = {
                "Seals everything with a new key, or with the one that was added; servers may go on.",
                "Where it was killed before its end, it goes on there and makes no other key."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 done, 1 some secrets do not open and stay as they are (they are named),",
                "            69 the database does not answer, 78 the keys are missing, or another installation's"
            })
    static final class Rotate implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Override
        public Integer call() {
            SecretKeys.Rotated rotated = changing(spec, server, "RotateKeys", SecretKeys::rotate);
            spec.commandLine()
                    .getOut()
                    .println((rotated.isNew() ? "key " : "an earlier change is at its end: key ") + rotated.first()
                            + " seals, " + rotated.resealed() + " records are sealed anew");
            rotated.unopened()
                    .forEach(place -> spec.commandLine()
                            .getErr()
                            .println("rondo: " + Output.clean(place)
                                    + " does not open and stays as it is; set it anew"));
            return rotated.unopened().isEmpty() ? ExitCode.OK.code() : ExitCode.FAILED.code();
        }
    }

    @Command(
            name = "retire",
            description = {
                "Takes a key out of the file for good; refused while something is sealed with it.",
                "What a backup of the database holds may need it: keep a copy of the file with the backup."
            },
            mixinStandardHelpOptions = true)
    static final class Retire implements Callable<Integer> {

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Parameters(paramLabel = "KEY", description = "Its id, as `rondo keys list` shows it.")
        private String id = "";

        @Override
        public Integer call() {
            switch (changing(spec, server, "RetireKey", keys -> keys.retire(id))) {
                case SecretKeys.Retired.Done done -> {}
                case SecretKeys.Retired.Unknown unknown ->
                    throw new CommandException(ExitCode.NOT_FOUND, Output.clean(unknown.why()));
                case SecretKeys.Retired.Needed needed ->
                    throw new CommandException(ExitCode.REFUSED, Output.clean(needed.why()));
            }
            spec.commandLine().getOut().println("key " + Output.clean(id) + " is retired");
            return ExitCode.OK.code();
        }
    }
}
