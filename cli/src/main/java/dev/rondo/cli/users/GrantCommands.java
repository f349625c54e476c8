package dev.rondo.cli.users;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Roles of users for single DAGs, or for the DAGs with a tag. */
final class GrantCommands {

    private GrantCommands() {}

    /** Which DAGs are meant. */
    static final class Target {
        @Option(
                names = {"-d", "--dag-id"},
                required = true,
                paramLabel = "DAG",
                description = "For this DAG.")
        private @Nullable String dagId;

        @Option(names = "--tag", required = true, paramLabel = "TAG", description = "For whatever DAGs have this tag.")
        private @Nullable String tag;

        private String text() {
            return dagId == null ? "DAGs tagged " + tag : "DAG " + dagId;
        }
    }

    private static String path(UsersCommand.Name name) {
        return name.path() + "/grants";
    }

    @Command(
            name = "grant",
            description = "Gives a user a role for a DAG, or for the DAGs with a tag, beside their own.",
            mixinStandardHelpOptions = true)
    static final class Grant implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private UsersCommand.Name name = new UsersCommand.Name();

        @Option(
                names = {"-r", "--role"},
                required = true,
                paramLabel = "ROLE",
                description = "viewer, user or op.")
        private String role = "";

        @ArgGroup(multiplicity = "1")
        private Target target = new Target();

        @Override
        public Integer call() {
            JsonObject.Builder body = JsonObject.builder().put("role", role.toLowerCase(Locale.ROOT));
            if (target.dagId != null) {
                body.put("dag_id", target.dagId);
            }
            if (target.tag != null) {
                body.put("tag", target.tag);
            }
            try {
                JsonObject made = session.api().put(path(name), body.build());
                String none = Output.text(made.require("dags")).equals("0") ? "; there is none yet" : "";
                session.output()
                        .line("user " + name.text() + " is " + Output.text(made.require("role")) + " for "
                                + target.text() + none);
                return ExitCode.OK.code();
            } catch (CommandException e) {
                throw UsersCommand.of(name.text(), e);
            }
        }
    }

    @Command(
            name = "revoke",
            description = "Takes the role for a DAG, or for the DAGs with a tag, from a user, at once.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private UsersCommand.Name name = new UsersCommand.Name();

        @ArgGroup(multiplicity = "1")
        private Target target = new Target();

        @Override
        public Integer call() {
            JsonObject ignored =
                    session.api().delete(path(name) + Paths.query("dag_id", target.dagId, "tag", target.tag));
            session.output().line("user " + name.text() + " has no role of its own for " + target.text() + " any more");
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "grants",
            description = "Lists the roles of a user for single DAGs and tags, and how many DAGs each is for now.",
            mixinStandardHelpOptions = true)
    static final class ListGrants implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private UsersCommand.Name name = new UsersCommand.Name();

        @Override
        public Integer call() {
            session.list(
                    path(name),
                    "grants",
                    Integer.MAX_VALUE,
                    List.of(
                            Column.of("DAG", "dag_id"),
                            Column.of("TAG", "tag"),
                            Column.of("ROLE", "role"),
                            Column.of("DAGS", "dags"),
                            Column.of("SINCE", "created_at")),
                    "no grants");
            return ExitCode.OK.code();
        }
    }
}
