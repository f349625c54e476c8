package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.cli.testing.RunningRondo;
import dev.rondo.cli.testing.Shell;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tokens of the API from the command line, on a real standalone. */
@ExtendWith(RunningRondo.Extension.class)
class TokensCommandTest {

    private final Shell shell;

    TokensCommandTest(RunningRondo rondo) {
        this.shell = rondo.shell();
    }

    // The others of this class want their names free.
    @AfterEach
    void revokeAll() {
        names().forEach(name -> assertThat(shell.done("tokens", "revoke", name)).isNotNull());
    }

    private List<String> names() {
        return shell.done("tokens", "list", "-o", "plain")
                .lines()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    private Shell as(String token) {
        return shell.with("RONDO_API_TOKEN", token);
    }

    private void assertNoRight(Shell.Result result, String why) {
        assertThat(result.code()).isEqualTo(77);
        assertThat(result.err()).contains(why);
    }

    @Test
    void a_token_is_printed_alone_and_opens_what_it_is_for() {
        Shell.Result made = shell.rondo("tokens", "create", "nightly", "--read-only", "--expires-in-days", "7");
        Shell script = as(made.out().strip());

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).matches("rondo_[A-Za-z0-9_-]{43}\n");
        assertThat(made.err())
                .startsWith("token 'nightly' is made, as admin, for reading only, good until ")
                .endsWith("; it is not shown again\n");
        assertThat(script.done("dags", "list")).contains("hello");
        assertNoRight(script.rondo("dags", "pause", "hello"), "the token 'nightly' is for reading only");
        assertNoRight(script.rondo("tokens", "create", "more"), "only who has signed in makes and revokes tokens");
    }

    @Test
    void scripts_get_a_token_without_words() {
        Shell.Result plain = shell.rondo("tokens", "create", "plain", "-o", "plain");
        Shell.Result json = shell.rondo("tokens", "create", "json", "-o", "json", "--role", "viewer");

        assertThat(plain.out()).matches("rondo_[A-Za-z0-9_-]{43}\n");
        assertThat(plain.err()).isEmpty();
        assertThat(json.out()).contains("\"token\":\"rondo_", "\"role\":\"viewer\"");
        assertThat(json.err()).isEmpty();
    }

    @Test
    void a_token_for_a_dag_lists_this_dag_alone_and_opens_nothing_that_belongs_to_none() {
        Shell script = as(shell.done("tokens", "create", "narrow", "--dag-ids", "hello", "--tags", "ml,rest")
                .strip());

        assertThat(script.done("dags", "details", "hello")).contains("hello");
        assertNoRight(script.rondo("dags", "details", "fails"), "not for 'fails'");
        assertThat(script.done("dags", "list", "-o", "plain").lines().toList())
                .singleElement()
                .asString()
                .contains("hello");
        assertNoRight(
                script.rondo("pools", "list"), "the token 'narrow' is for DAG hello and DAGs tagged ml, rest alone");
    }

    @Test
    void tokens_are_listed_without_their_text_and_revoked_by_name() {
        String text = shell.done("tokens", "create", "listed", "--dag-ids", "hello,fails", "--role", "op")
                .strip();

        String list = shell.done("tokens", "list");
        String all = shell.done("tokens", "list", "--all");
        String revoked = shell.done("tokens", "revoke", "listed");
        Shell.Result again = shell.rondo("tokens", "revoke", "listed");

        assertThat(list).contains("listed", "admin", "op", "hello, fails").doesNotContain(text.substring(6));
        assertThat(all).contains("listed");
        assertThat(revoked).isEqualTo("token listed is revoked\n");
        assertThat(again.code()).isEqualTo(66);
        assertThat(again.err()).contains("there is no token 'listed'; see: rondo tokens list");
        assertNoRight(
                as(text).rondo("dags", "details", "hello"),
                "does not accept the token in RONDO_API_TOKEN: the token 'listed' was revoked at ");
    }

    @Test
    void what_the_server_finds_wrong_is_wrong_usage_and_a_name_that_is_taken_is_refused() {
        Shell.Result role = shell.rondo("tokens", "create", "wrong", "--role", "emperor");
        Shell.Result days = shell.rondo("tokens", "create", "wrong", "--expires-in-days", "400");
        Shell.Result past = shell.rondo("tokens", "create", "wrong", "--expires-at", "2020-01-31");
        Shell.Result date = shell.rondo("tokens", "create", "wrong", "--expires-at", "soon");
        Shell.Result none = shell.rondo("tokens", "create", "wrong", "--dag-ids", "");
        String first = shell.done("tokens", "create", "taken");
        Shell.Result taken = shell.rondo("tokens", "create", "taken");

        assertThat(List.of(role.code(), days.code(), past.code(), date.code(), none.code()))
                .containsOnly(2);
        assertThat(role.err()).contains("token 'wrong': role: 'emperor' is not one of none, viewer, user, op, admin");
        assertThat(days.err()).contains("token 'wrong': expires_in_days: it must be 1 to 365, was 400");
        assertThat(past.err()).contains("token 'wrong': expires_at: it must be after ");
        assertThat(date.err()).contains("not a date: 'soon'");
        assertThat(none.err()).contains("token 'wrong': dag_ids: an element is empty");
        assertThat(as(first.strip()).rondo("dags", "list").code()).isZero();
        assertThat(taken.code()).isEqualTo(75);
        assertThat(taken.err()).contains("you have a token 'taken' already");
        assertThat(names()).containsExactly("taken");
    }
}
