package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.oidc.OidcConfig;
import dev.rondo.webserver.rest.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sign-in by an identity provider that runs beside the server, as a browser goes through it. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OidcTest {

    private static final String SIGN_IN = "/auth/oidc/sign-in";
    private static final String SECRET = "a secret of two";
    private static final long AN_HOUR = 3_600;

    private RelayedProvider provider;
    private TestWebserver web;

    @BeforeAll
    void start(TestDatabase mine, @TempDir Path folder) throws Exception {
        provider = new RelayedProvider();
        web = TestWebserver.with(
                mine,
                folder,
                config -> config.withOidc(new OidcConfig(
                        provider.issuer(),
                        RelayedProvider.CLIENT,
                        SECRET,
                        "People",
                        List.of("openid", "profile"),
                        "preferred_username",
                        "access.groups",
                        Map.of("trainers", Role.USER, "keepers", Role.OP, "bosses", Role.ADMIN),
                        null,
                        true,
                        null,
                        Duration.ofMinutes(1)))); // no machine takes as long
    }

    @AfterEach
    void mend() {
        provider.answering(UnaryOperator.identity());
        provider.down(false);
    }

    @AfterAll
    void stop() {
        web.close();
        provider.close();
    }

    /** One browser, which keeps cookies by hand, and follows a redirect when it is told to. */
    private final class Browser {
        private final HttpClient client = HttpClient.newHttpClient();
        private String attempt = "";

        HttpResponse<String> get(URI uri) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            if (uri.getPath().startsWith("/auth/oidc") && !attempt.isEmpty()) {
                request.header("Cookie", attempt);
            }
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            cookie(answer, "rondo_oidc").ifPresent(cookie -> attempt = cookie.substring(0, cookie.indexOf(';')));
            return answer;
        }

        /** Where the provider sends it back to. */
        URI atCallback() throws Exception {
            URI there = location(get(at(SIGN_IN)));
            return location(get(there));
        }

        HttpResponse<String> signIn() throws Exception {
            return get(atCallback());
        }
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + web.server().port() + path);
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow(() -> new AssertionError(answer.body())));
    }

    private static Optional<String> cookie(HttpResponse<String> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name))
                .findFirst();
    }

    private void letsIn(String username, @Nullable String group) {
        letsIn("id of " + username, username, group);
    }

    private void letsIn(String subject, String username, @Nullable String group) {
        provider.letsIn(
                subject,
                Map.of(
                        "preferred_username",
                        username,
                        "given_name",
                        "Given",
                        "access",
                        Map.of("groups", group == null ? List.of() : List.of("others", group))),
                RelayedProvider.CLIENT,
                AN_HOUR);
    }

    private String roleOf(String username) throws Exception {
        return web.get("/auth/fab/v1/users/" + username).at("/roles/0/name").asText();
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String why) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("You are not signed in", why, "<a href=\"/\">To the sign-in page</a>");
        assertThat(cookie(answer, "rondo_session")).isEmpty();
    }

    @Test
    void whom_the_provider_lets_in_is_made_a_user_with_the_role_of_their_groups_and_signed_in() throws Exception {
        letsIn("ann@example.com", "trainers");
        Browser browser = new Browser();

        HttpResponse<String> begun = browser.get(at(SIGN_IN));
        HttpResponse<String> back = browser.get(location(browser.get(location(begun))));
        String session = cookie(back, "rondo_session").orElseThrow();
        var who = web.send(
                "GET", "/auth/session", null, null, Map.of("Cookie", session.substring(0, session.indexOf(';'))));

        assertThat(location(begun).getQuery())
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "nonce=", "state=")
                .contains("redirect_uri=" + at("/auth/oidc/callback"))
                .doesNotContain(SECRET);
        assertThat(cookie(begun, "rondo_oidc").orElseThrow())
                .contains("; HttpOnly", "; SameSite=Lax", "; Path=/auth/oidc", "; Max-Age=600");
        assertThat(back.statusCode()).isEqualTo(302);
        assertThat(location(back)).hasToString("/");
        assertThat(session).contains("; HttpOnly", "; SameSite=Strict");
        assertThat(who.at("/username").asText()).isEqualTo("ann@example.com");
        assertThat(roleOf("ann@example.com")).isEqualTo("User");
        assertThat(web.get("/api/v2/eventLogs?owner=ann@example.com&event=CreateUser")
                        .at("/event_logs/0/extra")
                        .asText())
                .contains("\"role\":\"user\"", provider.issuer().toString());
    }

    @Test
    void the_page_learns_how_to_sign_in() throws Exception {
        var ways = web.send("GET", "/auth/sign-in", null, null, Map.of());

        assertThat(ways.json().toString())
                .isEqualTo("{\"providers\":[{\"name\":\"People\",\"path\":\"" + SIGN_IN + "\"}]}");
    }

    @Test
    void a_role_follows_the_groups_at_each_sign_in_and_the_name_may_change() throws Exception {
        letsIn("id of bea", "bea", "keepers");
        int first = new Browser().signIn().statusCode();
        letsIn("id of bea", "beatrice", "trainers");
        int second = new Browser().signIn().statusCode();

        assertThat(List.of(first, second)).containsExactly(302, 302);
        assertThat(roleOf("bea")).isEqualTo("User");
        assertThat(web.get("/auth/fab/v1/users/beatrice").status()).isEqualTo(404);
    }

    @Test
    void nobody_takes_over_a_user_by_their_name() throws Exception {
        web.addUser("cyd", "op");
        letsIn("CYD", "bosses");

        assertRefused(new Browser().signIn(), 403, "'CYD' is another user here");
        assertThat(roleOf("cyd")).isEqualTo("Op");
    }

    @Test
    void who_is_in_no_group_that_has_a_role_is_not_let_in() throws Exception {
        letsIn("dee", null);

        assertRefused(new Browser().signIn(), 403, "None of your groups at People may use this");
    }

    @Test
    void a_name_that_none_can_have_is_refused_and_shown_as_text() throws Exception {
        letsIn("<b>eve", "trainers");

        assertRefused(new Browser().signIn(), 403, "'&lt;b&gt;eve', your preferred_username at People");
    }

    @Test
    void who_is_disabled_is_not_let_in() throws Exception {
        letsIn("fay", "trainers");
        int before = new Browser().signIn().statusCode();
        var disabled = web.patch("/auth/fab/v1/users/fay", "{\"active\":false}");
        letsIn("fay", "trainers");

        assertThat(List.of(before, disabled.status())).containsExactly(302, 200);
        assertRefused(new Browser().signIn(), 403, "'fay' may not sign in here");
    }

    @Test
    void a_token_that_was_altered_on_its_way_is_refused() throws Exception {
        letsIn("gus", "bosses");
        provider.answering(RelayedProvider::altered);

        assertRefused(new Browser().signIn(), 403, "What People said of you is not good");
    }

    @Test
    void a_token_without_a_signature_is_refused() throws Exception {
        letsIn("hal", "bosses");
        provider.answering(RelayedProvider::unsigned);

        assertRefused(new Browser().signIn(), 403, "What People said of you is not good");
    }

    @Test
    void a_token_for_another_client_is_refused() throws Exception {
        provider.letsIn("id of ida", Map.of("preferred_username", "ida", "aud", "another"), "another", AN_HOUR);

        assertRefused(new Browser().signIn(), 403, "audience");
    }

    @Test
    void a_token_that_has_expired_is_refused_but_clocks_may_differ_by_a_little() throws Exception {
        Map<String, Object> jan = Map.of("preferred_username", "jan", "access", Map.of("groups", List.of("trainers")));
        provider.letsIn("id of jan", jan, RelayedProvider.CLIENT, -90);
        HttpResponse<String> late = new Browser().signIn();
        provider.letsIn("id of jan", jan, RelayedProvider.CLIENT, -5);
        HttpResponse<String> byALittle = new Browser().signIn();

        assertRefused(late, 403, "Expired");
        assertThat(byALittle.statusCode()).as(byALittle.body()).isEqualTo(302);
    }

    @Test
    void a_token_of_another_attempt_is_refused_by_its_nonce() throws Exception {
        letsIn("kim", "trainers");
        Browser browser = new Browser();
        URI callback = browser.atCallback();
        String[] parts = browser.attempt.split("[.]");
        browser.attempt = parts[0] + "." + "n".repeat(43) + "." + parts[2];

        assertRefused(browser.get(callback), 403, "nonce");
    }

    @Test
    void a_code_that_another_asked_for_is_not_redeemed() throws Exception {
        letsIn("lea", "trainers");
        Browser browser = new Browser();
        URI callback = browser.atCallback();
        String[] parts = browser.attempt.split("[.]");
        browser.attempt = parts[0] + "." + parts[1] + "." + "v".repeat(43);

        assertRefused(browser.get(callback), 403, "does not take the code");
    }

    @Test
    void an_answer_that_no_attempt_of_this_browser_asked_for_is_refused() throws Exception {
        Browser other = new Browser();
        URI callback = other.atCallback();
        Browser begun = new Browser();
        HttpResponse<String> ignored = begun.get(at(SIGN_IN));

        assertRefused(new Browser().get(callback), 400, "This browser has begun no such sign-in");
        assertRefused(begun.get(callback), 400, "This browser has begun no such sign-in");
        assertRefused(begun.get(at("/auth/oidc/callback?code=x")), 400, "This browser has begun no such sign-in");
    }

    @Test
    void what_the_provider_refuses_is_told() throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> begun = browser.get(at(SIGN_IN));
        String state = location(begun).getQuery().replaceFirst(".*\\bstate=([\\w-]+).*", "$1");

        assertRefused(
                browser.get(at("/auth/oidc/callback?error=access_denied&state=" + state)),
                403,
                "People did not let you in (access_denied)");
    }

    @ParameterizedTest
    @CsvSource({
        "error=denied%0a2026-11-27%20ERROR%20forged, 403, (denied 2026-11-27 ERROR forged)",
        "code=x&iss=https://other%0d%0aforged, 403, 'of another provider, https://other  forged'",
        "code=%20, 400, without a code",
        "code=, 400, without a code"
    })
    void what_somebody_makes_up_is_refused_and_shown_in_one_line(String query, int status, String shown)
            throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> begun = browser.get(at(SIGN_IN));
        String state = location(begun).getQuery().replaceFirst(".*\\bstate=([\\w-]+).*", "$1");

        assertRefused(browser.get(at("/auth/oidc/callback?" + query + "&state=" + state)), status, shown);
    }

    @Test
    void what_is_shown_of_it_is_no_longer_than_anybody_reads() throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> begun = browser.get(at(SIGN_IN));
        String state = location(begun).getQuery().replaceFirst(".*\\bstate=([\\w-]+).*", "$1");

        var answer = browser.get(at("/auth/oidc/callback?error=" + "x".repeat(5_000) + "&state=" + state));

        assertRefused(answer, 403, "(" + "x".repeat(200) + "…)");
    }

    @Test
    void with_no_provider_there_is_a_page_and_passwords_work() throws Exception {
        web.addUser("mia", "viewer");
        Browser browser = new Browser();
        URI callback = browser.atCallback();
        provider.down(true);

        HttpResponse<String> back = browser.get(callback);
        String token = web.signIn("mia");

        assertRefused(back, 502, "People gave no answer that can be used");
        assertThat(token).isNotEmpty();
    }
}
