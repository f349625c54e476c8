package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.user.AccountStore;
import dev.rondo.metadata.user.UserStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users do with their own password, and what an admin sees of roles. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordRouteTest {

    private static final String OTHER = "battery staple";

    private TestWebserver web;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private String signedIn(String username) throws Exception {
        web.addUser(username, "viewer");
        return web.signIn(username);
    }

    private TestWebserver.Answer change(String token, String before, String after) throws Exception {
        return web.send(
                "PATCH",
                "/auth/password",
                token,
                "{\"old_password\":\"" + before + "\",\"new_password\":\"" + after + "\"}",
                Map.of());
    }

    private int reads(String token) throws Exception {
        return web.send("GET", "/api/v2/dags", token, null, Map.of()).status();
    }

    private int signIn(String username, String password) throws Exception {
        return web.send(
                        "POST",
                        "/auth/token",
                        null,
                        "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}",
                        Map.of())
                .status();
    }

    @Test
    void a_user_changes_their_password_stays_signed_in_and_is_not_elsewhere() throws Exception {
        String here = signedIn("ann");
        String elsewhere = web.signIn("ann");

        var answer = change(here, TestWebserver.PASSWORD, OTHER);

        assertThat(answer.response().body()).isEqualTo("{\"username\":\"ann\"}");
        assertThat(List.of(reads(here), reads(elsewhere))).containsExactly(200, 401);
        assertThat(List.of(signIn("ann", TestWebserver.PASSWORD), signIn("ann", OTHER)))
                .containsExactly(401, 201);
        var events = web.get("/api/v2/eventLogs?event=ChangePassword&owner=ann");
        assertThat(events.values("event_logs", "owner")).contains("ann");
        assertThat(events.response().body()).doesNotContain(OTHER).doesNotContain(TestWebserver.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({
        "wrong horse, battery staple, 'body.old_password: it is not your password'",
        "'', battery staple, 'body.old_password: it is missing'",
        "correct horse, '', 'body.new_password: it is missing'",
        "correct horse, short, 'body.new_password: it must have 8 to 1000 characters'",
        "correct horse, correct horse, 'body.new_password: it is the one there is'"
    })
    void what_cannot_be_is_refused_and_nothing_is_changed(String before, String after, String said) throws Exception {
        String name = "of-" + Integer.toUnsignedString((before + after).hashCode());
        String token = signedIn(name);

        var answer = change(token, before, after);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/detail").asText()).isEqualTo(said);
        assertThat(reads(token)).isEqualTo(200);
        assertThat(signIn(name, TestWebserver.PASSWORD)).isEqualTo(201);
    }

    @Test
    void who_has_a_sign_in_of_another_cannot_guess_their_password_without_end() throws Exception {
        String token = signedIn("bea");

        assertThat(List.of(
                        change(token, "guess one", OTHER).status(),
                        change(token, "guess two", OTHER).status(),
                        change(token, "guess three", OTHER).status(),
                        change(token, TestWebserver.PASSWORD, OTHER).status()))
                .containsExactly(422, 422, 422, 429);
    }

    @Test
    void of_two_changes_that_checked_the_same_password_the_later_is_none() {
        web.addUser("carl", "viewer");
        UserStore.User checked =
                new UserStore(web.database().transactions()).find("carl").orElseThrow();
        AccountStore accounts = new AccountStore(web.database().transactions());
        AuditTrail.Entry entry = new AuditTrail.Entry("carl", "rest_api", "here", null, "ChangePassword", "{}");

        boolean first = accounts.changePassword(checked, "one", "", entry, TestWebserver.NOW);
        boolean second = accounts.changePassword(checked, "two", "", entry, TestWebserver.NOW);

        assertThat(List.of(first, second)).containsExactly(true, false);
        String kept = new UserStore(web.database().transactions())
                .find("carl")
                .orElseThrow()
                .passwordHash();
        assertThat(kept).isEqualTo("one");
    }

    @Test
    void an_admin_sees_the_roles_and_what_each_may() throws Exception {
        var all = web.get("/auth/fab/v1/roles");
        var viewer = web.get("/auth/fab/v1/roles/Viewer");
        var none = web.get("/auth/fab/v1/roles/King");

        assertThat(all.values("roles", "name")).containsExactly("None", "Viewer", "User", "Op", "Admin");
        assertThat(all.at("/total_entries").asInt()).isEqualTo(5);
        assertThat(viewer.response().body())
                .contains("{\"action\":{\"name\":\"can_read\"},\"resource\":{\"name\":\"dags\"}}")
                .doesNotContain("\"variables\"")
                .doesNotContain("\"users\"");
        assertThat(none.at("/code").asText()).isEqualTo("ROLE_NOT_FOUND");
    }
}
