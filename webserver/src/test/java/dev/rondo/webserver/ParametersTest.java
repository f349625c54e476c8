package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import dev.rondo.webserver.rest.Observer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No parameter that Airflow's clients send is ignored: it is applied, or refused by its name. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParametersTest {

    private static final JsonNode PARAMETERS = load();

    /** These say which stretch of a list is shown, or leave rows out; all others narrow a list. */
    private static final Set<String> NOT_NARROWING = Set.of("limit", "offset", "excluded_events");

    private final Map<String, Set<String>> seen = new ConcurrentHashMap<>();
    private TestWebserver web;
    private SampleWorld world;

    private static JsonNode load() {
        try (InputStream in = ParametersTest.class.getResourceAsStream("/airflow-v2-parameters.json")) {
            return new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder, new Observer() {
            @Override
            public void parameter(Api.Declared route, String name, Kind kind, Collection<String> allowed) {
                seen.computeIfAbsent(route.method() + " " + route.path(), r -> ConcurrentHashMap.newKeySet())
                        .add(name);
            }
        });
        world = SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private static Stream<String> operations() {
        return PARAMETERS.properties().stream().map(Map.Entry::getKey);
    }

    private Set<String> offered() {
        Set<String> offered = new HashSet<>();
        web.server().routes().stream()
                .filter(Api.Declared::offered)
                .forEach(route -> offered.add(route.method() + " " + route.path()));
        return offered;
    }

    private TestWebserver.Answer ask(String operation, String query) throws Exception {
        int blank = operation.indexOf(' ');
        String method = operation.substring(0, blank);
        String path = world.path(operation.substring(blank + 1));
        // Before what the path asks for itself: of a parameter that is given twice the first counts.
        String asked = path.contains("?") ? path.replace("?", "?" + query + "&") : path + "?" + query;
        return web.send(
                method,
                asked,
                web.token("admin"),
                method.equals("GET") ? null : SampleCalls.bodies(operation).getFirst(),
                Map.of("Accept", "application/json"));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_parameter_is_read_or_refused_by_its_name(String operation) throws Exception {
        if (!offered().contains(operation)) {
            return;
        }
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), c -> SampleCalls.carryOut(web, world, c))) {
            seen.remove(operation); // what others asked made it read more
            var ignored = ask(operation, "");
            Set<String> read = Set.copyOf(seen.getOrDefault(operation, Set.of()));
            Map<String, String> silent = new HashMap<>();
            for (var parameter : PARAMETERS.path(operation).properties()) {
                if (!read.contains(parameter.getKey())) {
                    var answer = ask(operation, parameter.getKey() + "=1");
                    String detail = answer.at("/detail").asText();
                    if (answer.status() != 422 || !detail.startsWith(parameter.getKey() + ": ")) {
                        silent.put(parameter.getKey(), answer.status() + " " + detail);
                    }
                }
            }

            assertThat(silent).isEmpty();
            assertThat(scheduler.seen()).hasSizeLessThan(20);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    void a_filter_that_nothing_can_match_lets_nothing_through(String operation) throws Exception {
        if (!operation.startsWith("GET ") || !offered().contains(operation)) {
            return;
        }
        if (!ask(operation, "").json().has("total_entries")) {
            return;
        }
        List<String> wide = new ArrayList<>();
        for (var parameter : PARAMETERS.path(operation).properties()) {
            String name = parameter.getKey();
            String value = impossible(name, parameter.getValue().asText());
            if (!NOT_NARROWING.contains(name) && !value.isEmpty()) {
                var answer = ask(operation, name + "=" + value);
                boolean none =
                        answer.status() == 200 && answer.at("/total_entries").asInt() == 0;
                if (!none && answer.status() != 422 && answer.status() != 404) {
                    wide.add(name + " " + answer.status() + " " + answer.at("/total_entries"));
                }
            }
        }

        assertThat(wide).isEmpty();
    }

    private static String impossible(String name, String kind) {
        boolean most = name.endsWith("_lte") || name.endsWith("_lt") || name.equals("before");
        return switch (kind) {
            case "boolean", "date" -> "";
            case "date-time" -> most ? "1900-01-01T00:00:00Z" : "2999-01-01T00:00:00Z";
            case "number" -> most ? "-1" : "1e9";
            case "integer", "array of integer" -> "987654321";
            default -> "no_such_one";
        };
    }
}
