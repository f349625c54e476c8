package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rondo.core.command.CommandReply;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.PageCookie;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is sent to a route, wrong in kind, length, encoding or size: it is refused in words, and never a 5xx. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

    private static final Pattern PART = Pattern.compile("\\{([a-z_]+)}");
    private static final int DEEP = 50_000;
    private static final int MANY = 1_000_000;

    private static final List<String> PATH_PARTS = List.of(
            "..%2F..%2Fetc%2Fpasswd",
            "..",
            "%2e%2e",
            "%00",
            "%0A",
            "%FF%FE",
            "%F0%9F%92%A9",
            "'%3B%20drop%20table%20dag%3B--",
            "%3Cscript%3E",
            "-7",
            "99999999999999999999",
            "x".repeat(3_000));

    private static final List<String> QUERIES = List.of(
            "limit=-1",
            "limit=many",
            "limit=99999999999999999999",
            "offset=-1",
            "order_by=';drop%20table%20dag",
            "order_by=" + "x".repeat(3_000),
            "state=lost&state=%00",
            "logical_date_gte=yesterday&run_after_lt=-1",
            "start_date_gte=%2B999999999-01-01T00:00:00Z",
            "version_number=x&map_index=x&interval=x&token=x&try_number=x",
            "update_mask=password",
            "dag_id_pattern=%25%5C%27",
            "a=%FF&%FF=b",
            "limit=5&limit=6");

    private static final List<String> BODIES = List.of(
            "",
            "{",
            "null",
            "[]",
            "7",
            "\"text\"",
            "{\"no_such_field\":1}",
            "{\"conf\":[1],\"is_paused\":\"yes\",\"slots\":\"many\",\"state\":7,\"new_state\":{},\"key\":[]}",
            "{\"logical_date\":\"soon\",\"from_date\":\"\",\"dry_run\":\"perhaps\",\"dag_ids\":{}}",
            "{\"username\":[],\"password\":{}}",
            "{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
            "{\"conf\":{\"a\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}}",
            "{\"task_ids\":[" + "1,".repeat(MANY) + "1]}",
            "{\"dag_ids\":[" + "\"d\",".repeat(200_000) + "\"d\"]}",
            "{\"key\":\"\\u0000\",\"value\":\"\\ud800\",\"name\":\"\\u0000\",\"slots\":1}");

    private static final Map<String, String> FROM_PAGE = Map.of(PageCookie.HEADER, "1");

    private TestWebserver web;
    private SampleWorld world;
    private FakeScheduler scheduler;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        world = SampleWorld.fill(web);
        scheduler = new FakeScheduler(
                web.commands(), command -> new CommandReply.Rejected(409, "REFUSED", "not in this test"));
    }

    @AfterAll
    void stop() {
        scheduler.close();
        web.close();
    }

    @TestFactory
    Stream<DynamicTest> no_route_falls_over() {
        return web.server().routes().stream()
                .filter(route ->
                        route.path().startsWith("/api/") || route.path().startsWith("/auth/"))
                .filter(route -> !route.path().endsWith("/events/stream")) // takes nothing but a token
                .filter(route -> !RouteWalk.signsOut(route))
                .map(route -> DynamicTest.dynamicTest(
                        route.method() + " " + route.path(),
                        () -> assertThat(falls(route)).isEmpty()));
    }

    private List<String> falls(Api.Declared route) throws Exception {
        String method = route.method().name();
        boolean hasBody = !method.equals("GET") && !method.equals("DELETE");
        String good = world.path(route.path());
        List<String> falls = new ArrayList<>();
        Matcher part = PART.matcher(route.path());
        while (part.find()) {
            for (String hostile : PATH_PARTS) {
                String path = world.path(route.path().replace(part.group(), hostile));
                judge(method, path, hasBody ? "{}" : null, falls);
            }
        }
        for (String query : QUERIES) {
            judge(method, good + (good.contains("?") ? "&" : "?") + query, hasBody ? "{}" : null, falls);
        }
        for (String body : hasBody ? BODIES : List.<String>of()) {
            judge(method, good, body, falls);
        }
        return falls;
    }

    private void judge(String method, String path, @Nullable String body, List<String> falls) throws Exception {
        var answer = send(method, path, body);
        int status = answer.status();
        JsonNode problem = answer.json();
        boolean told = problem.path("detail").asText("").length() > 3
                && problem.path("status").asInt() == status
                && !problem.path("code").asText("").isEmpty();
        if (status >= 500 || (status >= 400 && !told)) {
            falls.add(method + " " + shortened(path) + " " + shortened(String.valueOf(body)) + " -> " + status + " "
                    + shortened(answer.response().body()));
        }
    }

    /**
     * A server that does not read a body to its end closes the connection; the client may notice with the next request.
     */
    private TestWebserver.Answer send(String method, String path, @Nullable String body) throws Exception {
        try {
            return web.send(method, path, web.token("admin"), body, FROM_PAGE);
        } catch (IOException closedBefore) {
            return web.send(method, path, web.token("admin"), body, FROM_PAGE);
        }
    }

    private static String shortened(String text) {
        return text.length() > 160 ? text.substring(0, 160) + "…" : text;
    }
}
