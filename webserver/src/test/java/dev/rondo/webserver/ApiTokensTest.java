package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.API_TOKEN;
import static dev.rondo.metadata.jooq.Tables.APP_USER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.metadata.user.ApiTokenStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens of the API from the making to the end. Each test has names of its own: they share the users. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiTokensTest {

    private static final String TOKENS = "/api/v2/tokens";
    private static final String DAGS = "/api/v2/dags";

    private TestWebserver web;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        SampleWorld ignored = SampleWorld.fill(web);
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    private TestWebserver.Answer send(String method, String path, String token, @Nullable String body)
            throws Exception {
        return web.send(method, path, token, body, Map.of());
    }

    /** What somebody who has signed in makes. */
    private TestWebserver.Answer make(String signIn, String body) throws Exception {
        var made = send("POST", TOKENS, signIn, body);
        assertThat(made.status()).as(made.response().body()).isEqualTo(201);
        return made;
    }

    private String make(String signIn, String name, String role) throws Exception {
        return make(signIn, "{\"name\":\"" + name + "\",\"role\":\"" + role + "\"}")
                .at("/token")
                .asText();
    }

    private int status(String token) throws Exception {
        return send("GET", DAGS, token, null).status();
    }

    private String detail(String token) throws Exception {
        var answer = send("GET", DAGS, token, null);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.at("/code").asText()).isEqualTo("NOT_SIGNED_IN");
        return answer.at("/detail").asText();
    }

    private void setEnd(String name, Instant end) {
        web.database()
                .transactions()
                .run(db -> db.update(API_TOKEN)
                        .set(API_TOKEN.EXPIRES_AT, end)
                        .where(API_TOKEN.NAME.eq(name))
                        .execute());
    }

    private String hash(String name) {
        return web.database()
                .transactions()
                .call(db -> db.select(API_TOKEN.TOKEN_HASH)
                        .from(API_TOKEN)
                        .where(API_TOKEN.NAME.eq(name))
                        .fetchSingle()
                        .value1());
    }

    private Optional<Instant> lastUsed(String name) {
        return web.database()
                .transactions()
                .call(db -> db.select(API_TOKEN.LAST_USED_AT)
                        .from(API_TOKEN)
                        .where(API_TOKEN.NAME.eq(name))
                        .fetchOptional(API_TOKEN.LAST_USED_AT));
    }

    @Test
    void a_token_opens_the_api_and_its_text_is_told_once_and_kept_nowhere() throws Exception {
        String signIn = web.token("user");

        var made = make(signIn, "{\"name\":\"nightly load\"}");
        String text = made.at("/token").asText();
        var listed = send("GET", TOKENS, signIn, null);

        assertThat(text).matches("rondo_[A-Za-z0-9_-]{43}");
        assertThat(made.at("/role").asText()).isEqualTo("user");
        assertThat(made.at("/expires_at").asText()).as("90 days").isEqualTo("2026-04-01T00:00:00Z");
        assertThat(status(text)).isEqualTo(200);
        assertThat(listed.values("tokens", "name")).contains("nightly load");
        assertThat(listed.response().body()).doesNotContain(text.substring(6));
        assertThat(hash("nightly load")).matches("[0-9a-f]{64}");
    }

    @Test
    void a_token_that_was_altered_opens_nothing() throws Exception {
        String text = make(web.token("user"), "altered", "user");
        String whole = text.substring(0, text.length() - 1);

        assertThat(detail(whole + (text.endsWith("A") ? "B" : "A")))
                .startsWith("this server does not know the token: it was altered");
        assertThat(detail(whole)).startsWith("this server does not know the token");
        assertThat(detail("rondo_")).startsWith("this server does not know the token");
        assertThat(detail(text.substring(6))).startsWith("the token is not valid");
        assertThat(status(text)).isEqualTo(200);
    }

    @Test
    void a_token_that_has_expired_says_so_by_name_and_date() throws Exception {
        String text = make(web.token("user"), "expired", "user");

        setEnd("expired", TestWebserver.NOW.plusSeconds(1));
        int before = status(text);
        setEnd("expired", TestWebserver.NOW);
        String after = detail(text);

        assertThat(before).isEqualTo(200);
        assertThat(after)
                .isEqualTo("the token 'expired' was good until 2026-01-01T00:00:00Z; make another by `rondo tokens"
                        + " create`, signed in as 'user'");
        assertThat(make(web.token("user"), "expired", "user"))
                .as("its name is free")
                .startsWith("rondo_");
    }

    @Test
    void a_token_that_was_revoked_opens_nothing_and_its_name_is_free() throws Exception {
        String signIn = web.token("user");
        var made = make(signIn, "{\"name\":\"revoked\"}");
        String path = TOKENS + "/" + made.at("/id").asLong();

        int there = send("GET", path, signIn, null).status();
        int revoked = send("DELETE", path, signIn, null).status();

        assertThat(there).isEqualTo(200);
        assertThat(revoked).isEqualTo(204);
        assertThat(detail(made.at("/token").asText()))
                .startsWith("the token 'revoked' was revoked at 2026-01-01T00:00:00Z; make another");
        assertThat(send("GET", path, signIn, null).status()).isEqualTo(404);
        assertThat(send("DELETE", path, signIn, null).status()).isEqualTo(404);
        assertThat(send("GET", TOKENS, signIn, null).values("tokens", "name")).doesNotContain("revoked");
        assertThat(make(signIn, "revoked", "user")).startsWith("rondo_");
    }

    @Test
    void a_token_may_no_more_than_its_owner_may_now() throws Exception {
        web.addUser("demoted", "op");
        String text = make(web.signIn("demoted"), "of demoted", "op");

        int before = send("POST", "/api/v2/pools", text, "{}").status();
        setRole("demoted", "viewer");
        var after = send("POST", "/api/v2/pools", text, "{}");

        assertThat(before).isNotIn(401, 403);
        assertThat(after.status()).isEqualTo(403);
        assertThat(after.at("/detail").asText())
                .isEqualTo("this needs the role op; the token 'of demoted' of 'demoted' is viewer");
        assertThat(status(text)).isEqualTo(200);
    }

    @Test
    void a_token_may_no_more_than_it_was_made_for_whatever_its_owner_may() throws Exception {
        web.addUser("risen", "user");
        String text = make(web.signIn("risen"), "of risen", "viewer");

        setRole("risen", "admin");

        assertThat(send("POST", "/api/v2/pools", text, "{}").status()).isEqualTo(403);
    }

    @Test
    void a_token_of_who_may_not_sign_in_any_more_opens_nothing() throws Exception {
        web.addUser("gone", "user");
        String text = make(web.signIn("gone"), "of gone", "user");

        web.database()
                .transactions()
                .run(db -> db.update(APP_USER)
                        .set(APP_USER.DISABLED_AT, TestWebserver.NOW)
                        .where(APP_USER.USERNAME.eq("gone"))
                        .execute());

        assertThat(detail(text)).startsWith("this server does not know the token");
    }

    private void setRole(String username, String role) {
        web.database()
                .transactions()
                .run(db -> db.update(APP_USER)
                        .set(APP_USER.ROLE, role)
                        .where(APP_USER.USERNAME.eq(username))
                        .execute());
    }

    @Test
    void only_who_has_signed_in_makes_tokens_and_revokes_them() throws Exception {
        var made = make(web.token("user"), "{\"name\":\"mother\"}");
        String text = made.at("/token").asText();

        var child = send("POST", TOKENS, text, "{\"name\":\"daughter\"}");
        var itself = send("DELETE", TOKENS + "/" + made.at("/id").asLong(), text, null);
        var session = send("DELETE", "/auth/token", text, null);

        assertThat(List.of(child.status(), itself.status(), session.status())).containsOnly(403);
        assertThat(child.at("/code").asText()).isEqualTo("SIGN_IN_NEEDED");
        assertThat(child.at("/detail").asText())
                .isEqualTo("the token 'mother' is of the API, and only who has signed in makes and revokes tokens and"
                        + " looks after users; sign in with a password");
        assertThat(send("GET", TOKENS, text, null).values("tokens", "name")).contains("mother");
    }

    @Test
    void tokens_of_others_are_nobodys_business_but_an_admins() throws Exception {
        web.addUser("private", "op");
        var made = make(web.signIn("private"), "{\"name\":\"hidden\"}");
        String path = TOKENS + "/" + made.at("/id").asLong();
        String other = web.token("op");

        assertThat(send("GET", TOKENS, other, null).values("tokens", "name")).doesNotContain("hidden");
        assertThat(send("GET", TOKENS + "?username=private", other, null).status())
                .isEqualTo(403);
        assertThat(send("GET", TOKENS + "?username=~", other, null).status()).isEqualTo(403);
        assertThat(send("GET", path, other, null).status()).isEqualTo(404);
        assertThat(send("DELETE", path, other, null).status()).isEqualTo(404);
        assertThat(web.get(TOKENS + "?username=private").values("tokens", "name"))
                .containsExactly("hidden");
        assertThat(web.get(TOKENS + "?username=~&name_pattern=idde").values("tokens", "username"))
                .containsExactly("private");
        assertThat(send("DELETE", path, web.token("admin"), null).status()).isEqualTo(204);
        assertThat(detail(made.at("/token").asText())).contains("revoked");
    }

    @Test
    void that_a_token_was_used_is_written_once_a_minute() throws Exception {
        Instant now = TestWebserver.NOW;
        var ignored = make(web.token("user"), "{\"name\":\"busy\"}");
        String hash = hash("busy");
        ApiTokenStore store = new ApiTokenStore(web.database().transactions());
        List<Optional<Instant>> seen = new ArrayList<>();

        seen.add(lastUsed("busy"));
        for (long second : List.of(0L, 59L, 60L, 119L, 120L)) {
            assertThat(store.use(hash, now.plusSeconds(second))).isPresent();
            seen.add(lastUsed("busy"));
        }

        assertThat(seen)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(now),
                        Optional.of(now),
                        Optional.of(now.plusSeconds(60)),
                        Optional.of(now.plusSeconds(60)),
                        Optional.of(now.plusSeconds(120)));
    }

    @Test
    void one_that_has_expired_is_not_noted_as_used() throws Exception {
        String text = make(web.token("user"), "stale", "user");
        setEnd("stale", TestWebserver.NOW);

        String why = detail(text);

        assertThat(why).contains("'stale' was good until");
        assertThat(lastUsed("stale")).isEmpty();
    }

    @Test
    void a_name_is_used_once_by_each_user() throws Exception {
        String first = make(web.token("user"), "twice", "user");

        var again = send("POST", TOKENS, web.token("user"), "{\"name\":\"twice\"}");
        var other = send("POST", TOKENS, web.token("viewer"), "{\"name\":\"twice\"}");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.at("/code").asText()).isEqualTo("TOKEN_EXISTS");
        assertThat(other.status()).isEqualTo(201);
        assertThat(status(first)).isEqualTo(200);
    }

    @Test
    void a_user_has_no_more_tokens_than_anybody_looks_after() throws Exception {
        web.addUser("hoarder", "user");
        String signIn = web.signIn("hoarder");
        for (int i = 0; i < ApiTokenStore.MAX_OF_USER; i++) {
            var ignored = make(signIn, "{\"name\":\"hoarded " + i + "\"}");
        }

        var more = send("POST", TOKENS, signIn, "{\"name\":\"one more\"}");

        assertThat(more.status()).isEqualTo(409);
        assertThat(more.at("/detail").asText()).isEqualTo("you have 100 tokens; revoke some that are not used");
    }

    @Test
    void the_event_log_tells_of_tokens_and_of_what_was_done_with_them_without_their_text() throws Exception {
        web.addUser("watched", "user");
        String signIn = web.signIn("watched");
        var made = make(signIn, "{\"name\":\"told\"}");
        String text = made.at("/token").asText();
        var refused = send("PATCH", "/api/v2/dags/flights", text, "{\"is_paused\":true}");
        int revoked = send("DELETE", TOKENS + "/" + made.at("/id").asLong(), signIn, null)
                .status();

        var log = web.get("/api/v2/eventLogs?owner=watched");

        assertThat(refused.at("/code").asText()).as("by the scheduler").isEqualTo("REFUSED");
        assertThat(revoked).isEqualTo(204);
        assertThat(log.values("event_logs", "event")).containsExactly("CreateToken", "SetPaused", "RevokeToken");
        assertThat(log.values("event_logs", "token_name")).containsExactly("null", "told", "null");
        assertThat(log.at("/event_logs/0/extra").asText())
                .contains("\"name\":\"told\"", "\"role\":\"user\"", "\"expires_at\":\"2026-04-01T00:00:00Z\"");
        assertThat(log.at("/event_logs/0/status").asInt()).isEqualTo(200);
        assertThat(log.response().body()).doesNotContain(text.substring(6));
    }

    /** A body, and what is said of it. */
    record Wrong(String body, String said) {
        @Override
        public String toString() {
            return said;
        }
    }

    private static Wrong with(String fields, String said) {
        return new Wrong("{\"name\":\"wrong\"," + fields + "}", said);
    }

    static List<Wrong> wrongInput() {
        String span = "it must be after 2026-01-01T00:00:00Z and not after 2027-01-01T00:00:00Z, was ";
        return List.of(
                new Wrong("{}", "body.name: it must have 1 to 100 characters"),
                new Wrong("{\"name\":\" \"}", "body.name: it must have 1 to 100 characters"),
                new Wrong("{\"name\":\"" + "x".repeat(101) + "\"}", "body.name: it must have 1 to 100 characters"),
                new Wrong("{\"name\":\"a\\nb\"}", "body.name: it has a control character"),
                with("\"role\":\"emperor\"", "body.role: 'emperor' is not one of none, viewer, user, op, admin"),
                with("\"role\":\"public\"", "body.role: 'public' is not one of none, viewer, user, op, admin"),
                with("\"role\":\"op\"", "body.role: 'op' is more than your own role, user"),
                with("\"expires_in_days\":0", "body.expires_in_days: it must be 1 to 365, was 0"),
                with("\"expires_in_days\":366", "body.expires_in_days: it must be 1 to 365, was 366"),
                with(
                        "\"expires_in_days\":3,\"expires_at\":\"2026-01-04\"",
                        "body.expires_at: give it or expires_in_days, not both"),
                with("\"expires_at\":\"2025-12-31\"", "body.expires_at: " + span + "2025-12-31T00:00:00Z"),
                with("\"expires_at\":\"2026-01-01T00:00:00Z\"", "body.expires_at: " + span + "2026-01-01T00:00:00Z"),
                with("\"expires_at\":\"2027-01-01T00:00:01Z\"", "body.expires_at: " + span + "2027-01-01T00:00:01Z"),
                with("\"expires_at\":\"soon\"", "body.expires_at: a moment is written as"),
                with("\"read_only\":\"yes\"", "body.read_only: "),
                with("\"dag_ids\":[]", "body.dag_ids: it is empty; leave it out where all DAGs are meant"),
                with("\"tags\":[]", "body.tags: it is empty; leave it out where all DAGs are meant"),
                with("\"dag_ids\":[\"a\",\"\"]", "body.dag_ids: an element is empty"),
                with("\"tags\":[\"a\\u0007\"]", "body.tags: it has a control character"),
                with("\"tags\":[\"" + "x".repeat(1_001) + "\"]", "body.tags: it is longer than 1000 characters"),
                // As many as a body may hold; for a longer one there is no status but 413, see HostileInputTest.
                with(
                        "\"dag_ids\":[" + "\"d\",".repeat(200_000) + "\"d\"]",
                        "body.dag_ids: it has 200001 elements; 100 are the most, and a tag stands for many DAGs"));
    }

    @ParameterizedTest
    @MethodSource("wrongInput")
    void what_cannot_be_used_is_refused_by_field(Wrong wrong) throws Exception {
        var answer = send("POST", TOKENS, web.token("user"), wrong.body());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.at("/detail").asText()).startsWith(wrong.said());
        assertThat(send("GET", TOKENS, web.token("user"), null).values("tokens", "name"))
                .doesNotContain("wrong");
    }

    @Test
    void the_longest_end_and_the_most_that_a_token_may_name_are_let_through() throws Exception {
        String hundred = "\"d\",".repeat(99) + "\"d\"";

        var made = make(
                web.token("user"),
                "{\"name\":\"" + "y".repeat(100) + "\",\"dag_ids\":[" + hundred + "],\"expires_at\":\"2027-01-01\"}");

        assertThat(made.at("/expires_at").asText()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(made.at("/dag_ids")).as("each once").hasSize(1);
    }
}
