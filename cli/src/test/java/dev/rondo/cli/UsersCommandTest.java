package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class UsersCommandTest {

    private static final String PASSWORD = "correct horse";

    private final Shell shell;

    UsersCommandTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    // The others of this class want their names free.
    @AfterEach
    void deleteAll() {
        names().stream()
                .filter(name -> !name.equals("admin"))
                .forEach(name -> assertThat(shell.done("users", "delete", "-u", name, "--yes"))
                        .isNotNull());
    }

    private List<String> names() {
        return shell.done("users", "list", "-o", "plain")
                .lines()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    private Shell as(String user, String password) {
        return shell.with("RONDO_API_USER", user).with("RONDO_API_PASSWORD", password);
    }

    @Test
    void a_user_is_made_given_another_role_and_deleted() {
        String made = shell.done(
                "users", "create", "-u", "ann", "-r", "Viewer", "-p", PASSWORD, "-f", "Ann", "-l", "Lee", "-e",
                "a@b.c");
        String list = shell.done("users", "list");
        Shell.Result before = as("ann", PASSWORD).rondo("dags", "pause", "hello");
        String role = shell.done("users", "set-role", "-u", "ann", "-r", "user");
        Shell.Result after = as("ann", PASSWORD).rondo("dags", "unpause", "hello");
        Shell.Result users = as("ann", PASSWORD).rondo("users", "list");
        String deleted = shell.done("users", "delete", "-u", "ann", "--yes");

        assertThat(made).isEqualTo("user ann is made, as viewer\n");
        assertThat(list).contains("ann", "viewer", "Ann", "Lee", "a@b.c").doesNotContain(PASSWORD);
        assertThat(before.code()).isEqualTo(77);
        assertThat(role).isEqualTo("user ann is user\n");
        assertThat(after.code()).as(after.err()).isZero();
        assertThat(users.code()).isEqualTo(77);
        assertThat(deleted).isEqualTo("user ann is deleted\n");
        assertThat(names()).containsExactly("admin");
    }

    @Test
    void a_password_that_was_drawn_is_printed_once_and_another_ends_it() {
        String drawn = shell.done("users", "create", "-u", "bob", "-r", "user", "--use-random-password", "-o", "plain")
                .strip();
        Shell.Result first = as("bob", drawn).rondo("dags", "list");
        String reset = shell.done("users", "reset-password", "-u", "bob", "--use-random-password", "-o", "json");
        Shell.Result late = as("bob", drawn).rondo("dags", "list");

        assertThat(drawn).matches("[A-Za-z0-9_-]{24}");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(reset).matches("\\{\"username\":\"bob\",\"password\":\"[A-Za-z0-9_-]{24}\"}\n");
        assertThat(late.code()).isEqualTo(77);
    }

    @Test
    void a_user_is_granted_a_dag_and_sees_no_other_until_it_is_revoked() {
        String ignored = shell.done("users", "create", "-u", "fay", "-r", "none", "-p", PASSWORD);
        Shell fay = as("fay", PASSWORD);
        Shell.Result before = fay.rondo("dags", "list");
        String granted = shell.done("users", "grant", "-u", "fay", "-r", "User", "--dag-id", "hello");
        String ahead = shell.done("users", "grant", "-u", "fay", "-r", "viewer", "--tag", "not yet");
        List<String> seen = fay.done("dags", "list", "-o", "plain").lines().toList();
        Shell.Result may = fay.rondo("dags", "unpause", "hello");
        String grants = shell.done("users", "grants", "-u", "fay", "-o", "plain");
        String revoked = shell.done("users", "revoke", "-u", "fay", "--dag-id", "hello");
        Shell.Result after = fay.rondo("dags", "unpause", "hello");
        Shell.Result twice = shell.rondo("users", "revoke", "-u", "fay", "--dag-id", "hello");
        Shell.Result both = shell.rondo("users", "grant", "-u", "fay", "-r", "op", "--dag-id", "a", "--tag", "b");

        assertThat(List.of(before.code(), may.code(), after.code())).containsExactly(77, 0, 77);
        assertThat(granted).isEqualTo("user fay is user for DAG hello\n");
        assertThat(ahead).isEqualTo("user fay is viewer for DAGs tagged not yet; there is none yet\n");
        assertThat(seen).hasSize(1).first().asString().contains("hello");
        assertThat(grants).contains("hello", "not yet", "viewer");
        assertThat(revoked).isEqualTo("user fay has no role of its own for DAG hello any more\n");
        assertThat(twice.err()).contains("rondo users grants -u fay");
        assertThat(both.code()).isEqualTo(2);
    }

    @Test
    void who_is_disabled_is_let_in_no_more_until_enabled() {
        String ignored = shell.done("users", "create", "-u", "dan", "-r", "user", "-p", PASSWORD);
        Shell.Result before = as("dan", PASSWORD).rondo("dags", "list");
        String disabled = shell.done("users", "disable", "-u", "dan");
        Shell.Result after = as("dan", PASSWORD).rondo("dags", "list");
        String enabled = shell.done("users", "enable", "-u", "dan");
        Shell.Result again = as("dan", PASSWORD).rondo("dags", "list");

        assertThat(List.of(before.code(), after.code(), again.code())).containsExactly(0, 77, 0);
        assertThat(disabled).startsWith("user dan is disabled; their sign-ins have ended");
        assertThat(enabled).isEqualTo("user dan may sign in again\n");
        assertThat(shell.rondo("users", "disable", "-u", "admin").err()).contains("the last admin who may sign in");
    }

    @Test
    void users_change_their_own_password() {
        String ignored = shell.done("users", "create", "-u", "eve", "-r", "viewer", "-p", PASSWORD);
        Shell eve = as("eve", PASSWORD);
        Shell.Result wrong = eve.rondo("users", "change-password", "--old-password", "guess", "-p", "battery staple");
        Shell.Result unasked = eve.rondo("users", "change-password", "-p", "battery staple");
        String changed = eve.done("users", "change-password", "--old-password", PASSWORD, "-p", "battery staple");
        Shell.Result with = as("eve", "battery staple").rondo("dags", "list");

        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("old_password: it is not your password");
        assertThat(unasked.err()).contains("there is no terminal to ask on; add --old-password");
        assertThat(changed).startsWith("the password of eve is another;");
        assertThat(with.code()).as(with.err()).isZero();
    }

    @Test
    void a_password_comes_from_standard_input_and_is_in_no_list_of_processes() {
        String words = PASSWORD + "\nand what follows";
        Shell.Result made = shell.given(words, "users", "create", "-u", "gil", "-r", "viewer", "--password-stdin");
        Shell.Result in = as("gil", PASSWORD).rondo("dags", "list");
        Shell.Result nothing = shell.given("", "users", "reset-password", "-u", "gil", "--password-stdin");
        Shell.Result both = shell.given(words, "users", "reset-password", "-u", "gil", "--password-stdin", "-p", "x");

        assertThat(made.out()).isEqualTo("user gil is made, as viewer\n");
        assertThat(in.code()).as(in.err()).isZero();
        assertThat(nothing.err()).contains("nothing was given; nothing was done");
        assertThat(both.err()).contains("not both");
        assertThat(List.of(nothing.code(), both.code())).containsOnly(2);
    }

    @Test
    void what_is_wrong_is_said_by_its_option_and_nothing_is_done() {
        Shell.Result role = shell.rondo("users", "create", "-u", "cid", "-r", "king", "-p", PASSWORD);
        Shell.Result shortOne = shell.rondo("users", "create", "-u", "cid", "-r", "op", "-p", "short");
        Shell.Result silent = shell.rondo("users", "create", "-u", "cid", "-r", "op");
        Shell.Result both = shell.rondo("users", "reset-password", "-u", "x", "-p", PASSWORD, "--use-random-password");
        Shell.Result nobody = shell.rondo("users", "set-role", "-u", "nobody", "-r", "op");
        Shell.Result last = shell.rondo("users", "delete", "-u", "admin", "--yes");
        Shell.Result unasked = shell.rondo("users", "delete", "-u", "admin");

        assertThat(List.of(role.code(), shortOne.code(), silent.code(), both.code(), unasked.code()))
                .containsOnly(2);
        assertThat(role.err()).contains("user 'cid': roles: 'king' is not one of none, viewer, user, op, admin");
        assertThat(shortOne.err()).contains("user 'cid': password: it must have 8 to 1000 characters");
        assertThat(silent.err()).contains("add --use-random-password, or --password");
        assertThat(both.err()).contains("not both");
        assertThat(nobody.code()).isEqualTo(66);
        assertThat(nobody.err()).contains("there is no user 'nobody'");
        assertThat(last.code()).isEqualTo(75);
        assertThat(last.err()).contains("'admin' is the last admin who may sign in");
        assertThat(unasked.err()).contains("add --yes to delete user admin");
        assertThat(names()).containsExactly("admin");
    }
}
