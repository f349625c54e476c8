package dev.rondo.cli.tokens;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.Dates;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Pages;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rondo tokens …}. */
@Command(
        name = "tokens",
        description = "Tokens of the API, for scripts.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({TokensCommand.Create.class, TokensCommand.ListTokens.class, TokensCommand.Revoke.class})
public final class TokensCommand {

    private static final String TOKENS = "/api/v2/tokens";
    private static final String OF_ALL = "~";

    private TokensCommand() {}

    /** The tokens of a user; null: of who asks. */
    private static List<JsonObject> read(Session session, @Nullable String username) {
        return Pages.read(session.api(), TOKENS + Paths.query("username", username), "tokens", Integer.MAX_VALUE);
    }

    @Command(
            name = "create",
            description = "Makes a token and prints it, this once. Give it to a script as RONDO_API_TOKEN.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "NAME", description = "What the token is for; no other of yours has that name.")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                description = "viewer, user, op or admin, at most your own. Default: your own")
        private @Nullable String role;

        @Option(names = "--read-only", description = "It changes nothing, whatever its role.")
        private boolean readOnly;

        @Option(
                names = "--dag-ids",
                split = ",",
                paramLabel = "DAG",
                description = "It opens what names one of these DAGs in its path, and nothing else.")
        private List<String> dagIds = new ArrayList<>();

        @Option(
                names = "--tags",
                split = ",",
                paramLabel = "TAG",
                description = "The same for the DAGs that have one of these tags, now and later.")
        private List<String> tags = new ArrayList<>();

        @Option(
                names = "--expires-in-days",
                paramLabel = "N",
                description = "How long it is good, 1 to 365. Default: 90")
        private @Nullable Integer days;

        @Option(names = "--expires-at", paramLabel = "DATE", description = "Until when it is good, instead.")
        private @Nullable String end;

        // The token alone is the output: $(rondo tokens create …) is what a script wants. The words go beside it.
        @Override
        public Integer call() {
            JsonObject made = make();
            if (session.form().isData()) {
                session.output().object(made);
            } else {
                session.out().println(Output.clean(Output.text(made.require("token"))));
                session.out().flush();
            }
            if (session.form() == Output.Form.table) {
                session.err()
                        .println("token '" + Output.clean(name) + "' is made, as "
                                + Output.clean(Output.text(made.get("role"))) + (readOnly ? ", for reading only" : "")
                                + ", good until " + Output.clean(Output.text(made.get("expires_at")))
                                + "; it is not shown again");
                session.err().flush();
            }
            return ExitCode.OK.code();
        }

        private JsonObject make() {
            try {
                return session.api().post(TOKENS, body());
            } catch (CommandException e) {
                String why = String.valueOf(e.getMessage());
                throw new CommandException(
                        e.exitCode(), why.startsWith("body.") ? "token '" + name + "': " + why.substring(5) : why, e);
            }
        }

        private JsonObject body() {
            JsonObject.Builder body = JsonObject.builder().put("name", name).put("read_only", readOnly);
            if (!dagIds.isEmpty()) {
                body.put("dag_ids", JsonArray.ofStrings(dagIds));
            }
            if (!tags.isEmpty()) {
                body.put("tags", JsonArray.ofStrings(tags));
            }
            if (role != null) {
                body.put("role", role);
            }
            if (days != null) {
                body.put("expires_in_days", days);
            }
            if (end != null) {
                body.put("expires_at", Dates.instant(end));
            }
            return body.build();
        }
    }

    @Command(
            name = "list",
            description = "Lists tokens that are not revoked, those that have expired too.",
            mixinStandardHelpOptions = true)
    static final class ListTokens implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(names = "--user", paramLabel = "USER", description = "Those of another user; for admins.")
        private @Nullable String username;

        @Option(names = "--all", description = "Those of all users; for admins.")
        private boolean all;

        @Override
        public Integer call() {
            session.output()
                    .rows(
                            read(session, all ? OF_ALL : username),
                            List.of(
                                    Column.of("NAME", "name"),
                                    Column.of("USER", "username"),
                                    Column.of("ROLE", "role"),
                                    Column.of("READ ONLY", "read_only"),
                                    new Column("DAGS", token -> joined(token, "dag_ids")),
                                    new Column("TAGS", token -> joined(token, "tags")),
                                    Column.of("EXPIRES", "expires_at"),
                                    Column.of("LAST USED", "last_used_at")),
                            "no tokens; make one: rondo tokens create NAME");
            return ExitCode.OK.code();
        }

        private static String joined(JsonObject token, String key) {
            return token.get(key) instanceof JsonArray names
                    ? names.elements().stream().map(Output::text).collect(Collectors.joining(", "))
                    : "";
        }
    }

    @Command(
            name = "revoke",
            description = "Makes a token useless, at once and for good.",
            mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Parameters(paramLabel = "NAME", description = "Name of the token.")
        private String name = "";

        @Option(names = "--user", paramLabel = "USER", description = "Whose it is, where it is not yours; for admins.")
        private @Nullable String username;

        @Override
        public Integer call() {
            JsonObject token = read(session, username).stream()
                    .filter(each -> Output.text(each.get("name")).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new CommandException(
                            ExitCode.NOT_FOUND, "there is no token '" + name + "'; see: rondo tokens list"));
            JsonObject ignored = session.api().delete(TOKENS + "/" + Paths.encode(Output.text(token.require("id"))));
            session.output().line("token " + name + " is revoked");
            return ExitCode.OK.code();
        }
    }
}
