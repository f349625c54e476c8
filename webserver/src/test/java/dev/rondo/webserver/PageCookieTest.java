package dev.rondo.webserver;

import static dev.rondo.metadata.jooq.Tables.ACCESS_TOKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sign-in of the page, by a cookie that a browser sends whoever makes it ask. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageCookieTest {

    private static final String SESSION = "/auth/session";
    private static final String DAGS = "/api/v2/dags";
    private static final Map<String, String> PAGE = Map.of("X-Rondo-Page", "1");

    private TestWebserver web;
    private RouteWalk walk;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        walk = new RouteWalk(web, SampleWorld.fill(web));
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    private static Map<String, String> with(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }

    private static String credentials(String username) {
        return "{\"username\":\"" + username + "\",\"password\":\"" + TestWebserver.PASSWORD + "\"}";
    }

    private TestWebserver.Answer signIn(String username, Map<String, String> headers) throws Exception {
        return web.send("POST", SESSION, null, credentials(username), headers);
    }

    private static String setCookie(TestWebserver.Answer answer) {
        return answer.response().headers().firstValue("set-cookie").orElse("");
    }

    /** The header that a browser sends from now on. */
    private static Map<String, String> cookie(TestWebserver.Answer answer) {
        return Map.of("Cookie", setCookie(answer).replaceFirst(";.*", ""));
    }

    private Map<String, String> cookieOf(String username, String role) throws Exception {
        web.addUser(username, role);
        return cookie(signIn(username, PAGE));
    }

    private int reads(Map<String, String> headers) throws Exception {
        return web.send("GET", DAGS, null, null, headers).status();
    }

    @Test
    void a_sign_in_sets_a_cookie_that_no_script_reads_and_tells_no_token() throws Exception {
        web.addUser("ann", "viewer");

        var answer = signIn("ann", PAGE);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.response().body()).isEqualTo("{\"username\":\"ann\"}");
        assertThat(setCookie(answer))
                .matches("rondo_session_" + web.server().port() + "=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict");
        assertThat(reads(cookie(answer))).isEqualTo(200);
    }

    @Test
    void behind_a_proxy_that_speaks_tls_the_cookie_is_not_sent_without() throws Exception {
        web.addUser("bea", "viewer");

        assertThat(setCookie(signIn("bea", with(PAGE, Map.of("X-Forwarded-Proto", "https")))))
                .endsWith("; SameSite=Strict; Secure");
    }

    @Test
    void a_cookie_alone_reads_and_changes_nothing() throws Exception {
        Map<String, String> cookie = cookieOf("carl", "admin");

        var walked =
                walk.walk(cookie, route -> route.method().name().equals("GET") ? RouteWalk.LET_IN : "NOT_FROM_PAGE");

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened()).hasSizeGreaterThan(40);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
        "Origin, http://evil.example",
        "Origin, http://127.0.0.1",
        "Origin, null"
    })
    void what_another_site_has_asked_for_is_refused_whatever_it_sends(String header, String value) throws Exception {
        Map<String, String> cookie = cookieOf(header + value.length(), "admin");
        Function<Api.Declared, String> nothing = route -> "NOT_FROM_PAGE";

        var walked = walk.walk(with(with(cookie, PAGE), Map.of(header, value)), nothing);

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened()).isEmpty();
        assertThat(signIn("carl", with(PAGE, Map.of(header, value))).status()).isEqualTo(403);
    }

    @Test
    void what_the_page_asks_for_is_let_in() throws Exception {
        Map<String, String> page = with(cookieOf("dora", "admin"), PAGE);
        String origin = "http://127.0.0.1:" + web.server().port();

        var walked = walk.walk(page, route -> RouteWalk.LET_IN);

        assertThat(walked.wrong()).isEmpty();
        assertThat(walked.opened()).hasSizeGreaterThan(80);
        assertThat(reads(with(page, Map.of("Origin", origin)))).isEqualTo(200);
        assertThat(reads(with(page, Map.of("Sec-Fetch-Site", "same-origin")))).isEqualTo(200);
    }

    @Test
    void another_site_signs_nobody_in() throws Exception {
        web.addUser("eve", "viewer");

        var answer = signIn("eve", Map.of());

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.at("/code").asText()).isEqualTo("NOT_FROM_PAGE");
        assertThat(answer.at("/detail").asText()).startsWith("the header X-Rondo-Page is missing");
        assertThat(setCookie(answer)).isEmpty();
    }

    @Test
    void signing_out_ends_the_sign_in_also_for_who_has_a_copy_of_the_cookie() throws Exception {
        Map<String, String> stolen = cookieOf("finn", "viewer");

        var answer = web.send("DELETE", SESSION, null, null, with(stolen, PAGE));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(setCookie(answer)).endsWith("=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
        assertThat(reads(stolen)).isEqualTo(401);
    }

    @Test
    void signing_in_again_ends_the_sign_in_before() throws Exception {
        Map<String, String> before = cookieOf("gil", "viewer");

        Map<String, String> after = cookie(signIn("gil", with(before, PAGE)));

        assertThat(List.of(reads(before), reads(after))).containsExactly(401, 200);
    }

    @Test
    void a_cookie_that_is_altered_empty_or_too_old_opens_nothing() throws Exception {
        Map<String, String> good = cookieOf("hugo", "viewer");
        String text = String.valueOf(good.get("Cookie"));
        char last = text.charAt(text.length() - 1);
        String altered = text.substring(0, text.length() - 1) + (last == 'A' ? 'E' : 'A');
        String empty = text.replaceFirst("=.*", "=");

        assertThat(List.of(reads(good), reads(Map.of("Cookie", altered)), reads(Map.of("Cookie", empty))))
                .containsExactly(200, 401, 401);
        web.database()
                .transactions()
                .run(db -> db.update(ACCESS_TOKEN)
                        .set(ACCESS_TOKEN.EXPIRES_AT, TestWebserver.NOW)
                        .where(ACCESS_TOKEN.USERNAME.eq("hugo"))
                        .execute());
        assertThat(reads(good)).isEqualTo(401);
    }

    @Test
    void a_bearer_token_counts_before_the_cookie_and_needs_nothing_of_the_page() throws Exception {
        Map<String, String> cookie = cookieOf("ida", "viewer");
        Map<String, String> foreign = with(cookie, Map.of("Origin", "http://evil.example"));

        var bearer = web.send("POST", DAGS + "/flights/favorite", web.token("viewer"), null, foreign);
        var wrong = web.send("GET", DAGS, "x".repeat(43), null, cookie);

        assertThat(bearer.status()).isEqualTo(204);
        assertThat(wrong.status()).isEqualTo(401);
    }

    @Test
    void passwords_that_are_guessed_are_slowed_here_too() throws Exception {
        web.addUser("jo", "viewer");
        String wrong = "{\"username\":\"jo\",\"password\":\"no\"}";
        var guess = new Object() {
            int status() throws Exception {
                return web.send("POST", SESSION, null, wrong, PAGE).status();
            }
        };

        assertThat(List.of(guess.status(), guess.status(), guess.status(), guess.status()))
                .containsExactly(401, 401, 401, 429);
    }

    @Test
    @Timeout(20) // the stream would go on
    void a_stream_by_cookie_ends_with_the_sign_in() throws Exception {
        Map<String, String> cookie = cookieOf("kim", "viewer");

        assertThat(toldAfter(cookie, () -> web.send("DELETE", SESSION, null, null, with(cookie, PAGE))))
                .isEqualTo(204);
    }

    @Test
    @Timeout(20)
    void a_stream_of_who_is_disabled_ends_and_nothing_more_is_let_in() throws Exception {
        Map<String, String> cookie = cookieOf("lea", "viewer");

        assertThat(toldAfter(cookie, () -> web.patch("/auth/fab/v1/users/lea", "{\"active\":false}")))
                .isEqualTo(200);
        assertThat(reads(cookie)).isEqualTo(401);
        assertThat(signIn("lea", PAGE).status()).isEqualTo(401);
    }

    /**
     * Ends a sign-in while its stream goes on; returns what that answers once the stream has ended without an event.
     */
    private int toldAfter(Map<String, String> cookie, Callable<TestWebserver.Answer> ending) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + web.server().port() + "/api/v2/events/stream"));
        cookie.forEach(request::header);
        try (HttpClient client = HttpClient.newHttpClient();
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                                .body(),
                        StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(": open");
            int status = ending.call().status();
            web.pass(Duration.ofSeconds(15));
            assertThat(lines.lines().filter(line -> line.startsWith("data"))).isEmpty();
            return status;
        }
    }
}
