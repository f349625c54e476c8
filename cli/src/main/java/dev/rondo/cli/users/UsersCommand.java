package dev.rondo.cli.users;

import dev.rondo.cli.CommandException;
import dev.rondo.cli.ExitCode;
import dev.rondo.cli.Session;
import dev.rondo.cli.Subcommands;
import dev.rondo.cli.api.Paths;
import dev.rondo.cli.login.SecretInput;
import dev.rondo.cli.output.Output;
import dev.rondo.cli.output.Output.Column;
import dev.rondo.cli.output.Question;
import dev.rondo.sdk.internal.json.JsonArray;
import dev.rondo.sdk.internal.json.JsonObject;
import dev.rondo.sdk.internal.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rondo users …}; the words are Airflow's. */
@Command(
        name = "users",
        description = "Users and their roles; for admins, but for change-password.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
@Subcommands({
    UsersCommand.Create.class,
    UsersCommand.ListUsers.class,
    UsersCommand.SetRole.class,
    GrantCommands.Grant.class,
    GrantCommands.Revoke.class,
    GrantCommands.ListGrants.class,
    UsersCommand.Disable.class,
    UsersCommand.Enable.class,
    UsersCommand.ChangePassword.class,
    UsersCommand.ResetPassword.class,
    UsersCommand.Delete.class
})
public final class UsersCommand {

    private static final String USERS = "/auth/fab/v1/users";

    private UsersCommand() {}

    /** Which user is meant. */
    static final class Name {
        @Option(
                names = {"-u", "--username"},
                required = true,
                paramLabel = "NAME",
                description = "Name of the user.")
        private String username = "";

        String text() {
            return username;
        }

        String path() {
            return USERS + "/" + Paths.encode(username);
        }
    }

    /** Which role is meant. */
    static final class RoleOption {
        @Option(
                names = {"-r", "--role"},
                required = true,
                paramLabel = "ROLE",
                description =
                        "viewer, user, op or admin; none: what they are granted for single DAGs, see users grant.")
        private String role = "";

        private JsonValue json() {
            return JsonArray.of(List.of(JsonObject.builder().put("name", role).build()));
        }
    }

    /** Says what was done, and the password where it was drawn: nobody could know it otherwise. */
    private static int said(Session session, String words, JsonObject user, NewPassword.Chosen password) {
        session.output().line(words);
        if (password.told() && session.form().isData()) {
            session.output()
                    .object(JsonObject.builder()
                            .put("username", Output.text(user.require("username")))
                            .put("password", password.text())
                            .build());
        } else if (password.told()) {
            session.out().println(password.text());
            session.out().flush();
        }
        return ExitCode.OK.code();
    }

    /** The same exception, its field named as on the command line. */
    static CommandException of(String username, CommandException e) {
        return named("user '" + username + "': ", e);
    }

    private static CommandException named(String whose, CommandException e) {
        String why = String.valueOf(e.getMessage());
        return new CommandException(e.exitCode(), why.startsWith("body.") ? whose + why.substring(5) : why, e);
    }

    @Command(name = "create", description = "Makes a user.", mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Mixin
        private NewPassword password = new NewPassword();

        @Mixin
        private RoleOption role = new RoleOption();

        @Option(
                names = {"-f", "--firstname"},
                paramLabel = "TEXT",
                description = "First name.")
        private @Nullable String firstName;

        @Option(
                names = {"-l", "--lastname"},
                paramLabel = "TEXT",
                description = "Last name.")
        private @Nullable String lastName;

        @Option(
                names = {"-e", "--email"},
                paramLabel = "ADDRESS",
                description = "Where letters reach them.")
        private @Nullable String email;

        @Override
        public Integer call() {
            NewPassword.Chosen chosen = password.choose("Password of " + name.username);
            JsonObject.Builder body = JsonObject.builder()
                    .put("username", name.username)
                    .put("password", chosen.text())
                    .put("roles", role.json());
            if (firstName != null) {
                body.put("first_name", firstName);
            }
            if (lastName != null) {
                body.put("last_name", lastName);
            }
            if (email != null) {
                body.put("email", email);
            }
            try {
                return said(
                        session,
                        "user " + name.username + " is made, as " + role.role.toLowerCase(Locale.ROOT),
                        session.api().post(USERS, body.build()),
                        chosen);
            } catch (CommandException e) {
                throw of(name.username, e);
            }
        }
    }

    @Command(name = "list", description = "Lists the users.", mixinStandardHelpOptions = true)
    static final class ListUsers implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Override
        public Integer call() {
            session.list(
                    USERS,
                    "users",
                    Integer.MAX_VALUE,
                    List.of(
                            Column.of("USER", "username"),
                            new Column("ROLE", UsersCommand::role),
                            Column.of("ACTIVE", "active"),
                            Column.of("FIRST NAME", "first_name"),
                            Column.of("LAST NAME", "last_name"),
                            Column.of("EMAIL", "email"),
                            Column.of("LAST SIGN-IN", "last_login")),
                    "no users");
            return ExitCode.OK.code();
        }
    }

    private static String role(JsonObject user) {
        return user.get("roles") instanceof JsonArray roles
                ? roles.elements().stream()
                        .map(each -> each instanceof JsonObject role ? Output.text(role.get("name")) : "")
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                : "";
    }

    @Command(
            name = "set-role",
            description = "Gives a user another role, at once: also to their sign-ins and tokens.",
            mixinStandardHelpOptions = true)
    static final class SetRole implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Mixin
        private RoleOption role = new RoleOption();

        @Override
        public Integer call() {
            try {
                JsonObject user = session.api()
                        .patch(
                                name.path(),
                                JsonObject.builder().put("roles", role.json()).build());
                session.output().line("user " + name.username + " is " + role(user));
                return ExitCode.OK.code();
            } catch (CommandException e) {
                throw of(name.username, e);
            }
        }
    }

    /** Lets a user in, or no more. */
    private static int setActive(Session session, Name name, boolean active, String words) {
        JsonObject ignored = session.api()
                .patch(name.path(), JsonObject.builder().put("active", active).build());
        session.output().line("user " + name.username + " " + words);
        return ExitCode.OK.code();
    }

    @Command(
            name = "disable",
            description = "Lets a user in no more, at once: neither by a sign-in nor by a token.",
            mixinStandardHelpOptions = true)
    static final class Disable implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Override
        public Integer call() {
            return setActive(
                    session, name, false, "is disabled; their sign-ins have ended, and their tokens open nothing");
        }
    }

    @Command(
            name = "enable",
            description = "Lets a user who was disabled in again. Their tokens go on where they have not expired.",
            mixinStandardHelpOptions = true)
    static final class Enable implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Override
        public Integer call() {
            return setActive(session, name, true, "may sign in again");
        }
    }

    @Command(
            name = "change-password",
            description = "Gives yourself another password, and ends your other sign-ins.",
            mixinStandardHelpOptions = true)
    static final class ChangePassword implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Option(
                names = "--old-password",
                paramLabel = "PASSWORD",
                description = "The one before; other users of this machine may see it. Default: asks for it")
        private @Nullable String before;

        @Mixin
        private NewPassword password = new NewPassword();

        @Override
        public Integer call() {
            String old = before == null ? SecretInput.asked("Present password", "--old-password") : before;
            NewPassword.Chosen chosen = password.choose("New password");
            try {
                JsonObject user = session.api()
                        .patch(
                                "/auth/password",
                                JsonObject.builder()
                                        .put("old_password", old)
                                        .put("new_password", chosen.text())
                                        .build());
                return said(
                        session,
                        "the password of " + Output.text(user.require("username"))
                                + " is another; commands sign in with it from now on, see RONDO_API_PASSWORD",
                        user,
                        chosen);
            } catch (CommandException e) {
                throw named("", e);
            }
        }
    }

    @Command(
            name = "reset-password",
            description = "Gives a user another password, and ends the sign-ins there are.",
            mixinStandardHelpOptions = true)
    static final class ResetPassword implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Mixin
        private NewPassword password = new NewPassword();

        @Override
        public Integer call() {
            NewPassword.Chosen chosen = password.choose("Password of " + name.username);
            try {
                return said(
                        session,
                        "the password of " + name.username
                                + " is another; their tokens go on: rondo tokens list --user " + name.username,
                        session.api()
                                .patch(
                                        name.path(),
                                        JsonObject.builder()
                                                .put("password", chosen.text())
                                                .build()),
                        chosen);
            } catch (CommandException e) {
                throw of(name.username, e);
            }
        }
    }

    @Command(
            name = "delete",
            description = "Deletes a user with their tokens. What they did stays in the event log.",
            mixinStandardHelpOptions = true)
    static final class Delete implements Callable<Integer> {

        @Mixin
        private Session session = new Session();

        @Mixin
        private Name name = new Name();

        @Option(
                names = {"-y", "--yes"},
                description = "Does not ask.")
        private boolean yes;

        @Override
        public Integer call() {
            if (!yes && !Question.confirms("delete user " + name.username)) {
                session.output().line("nothing was done");
                return ExitCode.OK.code();
            }
            JsonObject ignored = session.api().delete(name.path());
            session.output().line("user " + name.username + " is deleted");
            return ExitCode.OK.code();
        }
    }
}
