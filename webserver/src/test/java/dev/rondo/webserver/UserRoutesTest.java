package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static dev.rondo.metadata.jooq.Tables.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.command.AuditTrail;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.user.AccountStore;
import dev.rondo.metadata.user.UserStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Users as an admin makes, changes and deletes them. */
@ExtendWith(PostgresExtension.class)
class UserRoutesTest {

    private static final String USERS = "/auth/fab/v1/users";
    private static final String DAGS = "/api/v2/dags";

    private TestWebserver web;

    @BeforeEach
    void start(TestDatabase mine, @TempDir Path folder) {
        web = new TestWebserver(mine, folder);
        web.database().transactions().run(db -> {
            db.deleteFrom(APP_USER).execute();
            AuditTrail.forget(db);
            db.deleteFrom(COMMAND).execute();
        });
    }

    @AfterEach
    void stop() {
        web.close();
    }

    private TestWebserver.Answer send(String method, String path, @Nullable String token, @Nullable String body)
            throws Exception {
        return web.send(method, path, token, body, Map.of());
    }

    private static String body(String name, String role) {
        return "{\"username\":\"" + name + "\",\"password\":\"" + TestWebserver.PASSWORD + "\",\"roles\":[{\"name\":\""
                + role + "\"}]}";
    }

    private void make(String name, String role) throws Exception {
        var made = web.post(USERS, body(name, role));
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
    }

    private int signIn(String name, String password) throws Exception {
        return send("POST", "/auth/token", null, "{\"username\":\"" + name + "\",\"password\":\"" + password + "\"}")
                .status();
    }

    private int status(String token) throws Exception {
        return send("GET", DAGS, token, null).status();
    }

    @Test
    void a_user_is_made_signs_in_and_is_listed_without_the_password() throws Exception {
        var made = web.post(
                USERS,
                "{\"username\":\"ann\",\"first_name\":\"Ann\",\"last_name\":\"Lee\",\"email\":\"ann@example.com\","
                        + "\"password\":\"correct horse\",\"roles\":[{\"name\":\"Op\"}]}");
        String token = web.signIn("ann");
        var one = web.get(USERS + "/ann");
        var all = web.get(USERS + "?order_by=-username");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.at("/last_login").isNull()).isTrue();
        assertThat(status(token)).isEqualTo(200);
        assertThat(one.at("/first_name").asText()).isEqualTo("Ann");
        assertThat(one.at("/email").asText()).isEqualTo("ann@example.com");
        assertThat(one.at("/active").asBoolean()).isTrue();
        assertThat(one.at("/roles/0/name").asText()).isEqualTo("Op");
        assertThat(one.at("/last_login").asText()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(all.values("users", "username")).containsExactly("ann", "admin");
        assertThat(all.at("/total_entries").asInt()).isEqualTo(2);
        assertThat(all.response().body()).doesNotContain("argon2", "password");
    }

    @Test
    void a_role_is_taken_away_and_given_at_once() throws Exception {
        make("bob", "op");
        String token = web.signIn("bob");
        int before = send("GET", "/api/v2/variables", token, null).status();

        var changed = web.patch(USERS + "/bob", "{\"roles\":[{\"name\":\"viewer\"}]}");
        int after = send("GET", "/api/v2/variables", token, null).status();

        assertThat(before).isEqualTo(200);
        assertThat(changed.at("/roles/0/name").asText()).isEqualTo("Viewer");
        assertThat(after).isEqualTo(403);
        assertThat(status(token)).isEqualTo(200);
    }

    @Test
    void a_new_password_ends_the_sign_ins_and_leaves_the_tokens() throws Exception {
        make("cid", "user");
        String signedIn = web.signIn("cid");
        String token = send("POST", "/api/v2/tokens", signedIn, "{\"name\":\"kept\"}")
                .at("/token")
                .asText();

        int changed =
                web.patch(USERS + "/cid", "{\"password\":\"another horse\"}").status();

        assertThat(changed).isEqualTo(200);
        assertThat(status(signedIn)).isEqualTo(401);
        assertThat(status(token)).isEqualTo(200);
        assertThat(signIn("cid", TestWebserver.PASSWORD)).isEqualTo(401);
        assertThat(signIn("cid", "another horse")).isEqualTo(201);
    }

    @Test
    void a_sign_in_by_a_password_that_was_changed_meanwhile_is_none() {
        web.addUser("dan", "user");
        UserStore users = new UserStore(web.database().transactions());
        UserStore.User read = users.find("dan").orElseThrow();
        UserStore.User other = new UserStore.User("dan", "of another password", "user");

        boolean now = users.addToken("first", read, TestWebserver.NOW, TestWebserver.NOW.plusSeconds(9));
        boolean late = users.addToken("second", other, TestWebserver.NOW, TestWebserver.NOW.plusSeconds(9));

        assertThat(now).isTrue();
        assertThat(late).isFalse();
        assertThat(users.findByToken("second", TestWebserver.NOW)).isEmpty();
    }

    @Test
    void who_is_disabled_or_deleted_is_let_in_no_more_neither_by_a_sign_in_nor_by_a_token() throws Exception {
        make("eve", "user");
        String signedIn = web.signIn("eve");
        String token = send("POST", "/api/v2/tokens", signedIn, "{\"name\":\"of eve\"}")
                .at("/token")
                .asText();

        int disabled = web.patch(USERS + "/eve", "{\"active\":false}").status();
        List<Integer> whileDisabled = List.of(status(signedIn), status(token), signIn("eve", TestWebserver.PASSWORD));
        int enabled = web.patch(USERS + "/eve", "{\"active\":true}").status();
        List<Integer> again = List.of(status(signedIn), status(token), signIn("eve", TestWebserver.PASSWORD));
        int deleted = send("DELETE", USERS + "/eve", web.token("admin"), null).status();

        assertThat(List.of(disabled, enabled, deleted)).containsExactly(200, 200, 204);
        assertThat(whileDisabled).containsExactly(401, 401, 401);
        assertThat(again).containsExactly(401, 200, 201);
        assertThat(status(token)).isEqualTo(401);
        assertThat(web.get(USERS + "/eve").status()).isEqualTo(404);
        assertThat(send("DELETE", USERS + "/eve", web.token("admin"), null).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"PATCH  | {\"roles\":[{\"name\":\"op\"}]}", "PATCH  | {\"active\":false}", "DELETE |"})
    void there_is_always_an_admin_who_may_sign_in(String method, @Nullable String body) throws Exception {
        String admin = web.token("admin");
        make("other", "admin");
        web.patch(USERS + "/other", "{\"active\":false}");

        var last = send(method, USERS + "/admin", admin, body);
        web.patch(USERS + "/other", "{\"active\":true}");
        var oneOfTwo = send(method, USERS + "/admin", admin, body);

        assertThat(last.status()).isEqualTo(409);
        assertThat(last.at("/detail").asText())
                .isEqualTo("'admin' is the last admin who may sign in; make another one before");
        assertThat(oneOfTwo.status()).isIn(200, 204);
    }

    @Test
    void of_two_admins_who_delete_each_other_at_once_one_stays() throws Exception {
        AccountStore accounts = new AccountStore(web.database().transactions());
        for (int round = 0; round < 10; round++) {
            web.addUser("left", "admin");
            web.addUser("right", "admin");
            CyclicBarrier together = new CyclicBarrier(2);

            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Callable<AccountStore.Outcome>> both =
                        List.of(() -> delete(accounts, "left", together), () -> delete(accounts, "right", together));
                List<Class<?>> led = new ArrayList<>();
                for (Future<AccountStore.Outcome> each : threads.invokeAll(both)) {
                    led.add(each.get().getClass());
                }
                assertThat(led)
                        .containsExactlyInAnyOrder(
                                AccountStore.Outcome.Done.class, AccountStore.Outcome.LastAdmin.class);
            }

            web.database().transactions().run(db -> db.deleteFrom(APP_USER).execute());
        }
    }

    private static AccountStore.Outcome delete(AccountStore accounts, String name, CyclicBarrier together)
            throws Exception {
        together.await();
        return accounts.delete(
                name, new AuditTrail.Entry("left", "rest_api", null, null, "DeleteUser", "{}"), TestWebserver.NOW);
    }

    @Test
    void only_an_admin_who_has_signed_in_changes_users_and_the_event_log_tells_who_without_passwords()
            throws Exception {
        make("flo", "user");
        web.patch(USERS + "/flo", "{\"password\":\"secret horse\",\"roles\":[{\"name\":\"op\"}]}");
        var token = web.post("/api/v2/tokens", "{\"name\":\"of admin\"}");
        var byToken = send("POST", USERS, token.at("/token").asText(), body("gus", "admin"));
        var byOp = send("PATCH", USERS + "/flo", web.token("op"), "{\"roles\":[{\"name\":\"admin\"}]}");
        var listed = send("GET", USERS, web.token("op"), null);
        send("DELETE", USERS + "/flo", web.token("admin"), null);

        var log = web.get("/api/v2/eventLogs?owner=admin");

        assertThat(byToken.at("/code").asText()).isEqualTo("SIGN_IN_NEEDED");
        assertThat(List.of(byToken.status(), byOp.status(), listed.status())).containsOnly(403);
        assertThat(log.values("event_logs", "event"))
                .containsExactly("CreateUser", "ChangeUser", "CreateToken", "DeleteUser");
        assertThat(log.at("/event_logs/1/extra").asText())
                .isEqualTo("{\"username\":\"flo\",\"role\":\"op\",\"password\":\"changed\",\"change\":{"
                        + "\"before\":{\"role\":\"user\",\"password_hash\":\"***\"},"
                        + "\"after\":{\"role\":\"op\",\"password_hash\":\"*** (another)\"}}}");
        assertThat(log.response().body()).doesNotContain("horse", "argon2");
    }

    @Test
    void a_mask_says_which_fields_are_meant() throws Exception {
        make("hal", "user");

        var changed = web.patch(
                USERS + "/hal?update_mask=email",
                "{\"email\":\"hal@example.com\",\"roles\":[{\"name\":\"admin\"}],\"active\":false}");

        assertThat(changed.at("/email").asText()).isEqualTo("hal@example.com");
        assertThat(changed.at("/roles/0/name").asText()).isEqualTo("User");
        assertThat(changed.at("/active").asBoolean()).isTrue();
    }

    @Test
    void a_name_that_differs_in_capitals_alone_is_taken() throws Exception {
        make("Ian", "user");

        var same = web.post(USERS, body("Ian", "user"));
        var capitals = web.post(USERS, body("iAN", "admin"));

        assertThat(List.of(same.status(), capitals.status())).containsOnly(409);
        assertThat(capitals.at("/code").asText()).isEqualTo("USER_EXISTS");
        assertThat(web.get(USERS).values("users", "username")).containsExactlyInAnyOrder("Ian", "admin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | body.username: it must have 1 to 100",
                "{\"username\":\"~\"}                                      | body.username: it must have 1 to 100",
                "{\"username\":\"a/b\"}                                    | body.username: it must have 1 to 100",
                "{\"username\":\"a b\"}                                    | body.username: it must have 1 to 100",
                "{\"username\":\"jo\"}                                     | body.roles: it is missing",
                "{\"username\":\"jo\",\"roles\":[]}                        | body.roles: name one role",
                "{\"username\":\"jo\",\"roles\":[null]}                    | body.roles: name one role",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"King\"}]}     | body.roles: 'king' is not one of none, viewer",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"Public\"}]}   | body.roles: 'public' is not one of",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"Op\"},{\"name\":\"User\"}]} | body.roles: name one role",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"Op\"}]}       | body.password: it is missing",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"Op\"}],\"password\":\"short\"} | body.password: it must have 8",
                "{\"username\":\"johannes\",\"roles\":[{\"name\":\"Op\"}],\"password\":\"Johannes\"} | body.password: it is the name",
                "{\"username\":\"jo\",\"roles\":[{\"name\":\"Op\"}],\"password\":\" spaces \"} | body.password: it begins or ends",
                "{\"username\":\"jo\",\"email\":\"a\\u0007b\"}             | body.email: it has a control character",
            })
    void what_cannot_be_used_is_refused_by_field(String body, String said) throws Exception {
        var answer = web.post(USERS, body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/detail").asText()).startsWith(said);
        assertThat(web.get(USERS).values("users", "username")).containsExactly("admin");
    }

    @Test
    void a_user_who_is_not_there_is_not_changed_and_none_is_renamed() throws Exception {
        var none = web.patch(USERS + "/nobody", "{\"active\":true}");
        var renamed = web.patch(USERS + "/admin", "{\"username\":\"root\"}");

        assertThat(none.status()).isEqualTo(404);
        assertThat(none.at("/detail").asText()).isEqualTo("there is no user 'nobody'");
        assertThat(renamed.status()).isEqualTo(422);
        assertThat(renamed.at("/detail").asText()).startsWith("body.username: a user cannot be renamed");
    }
}
