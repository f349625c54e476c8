package dev.rondo.webserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.webserver.rest.Api;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every answer of ours to an operation of Airflow's API has the shape that Airflow's clients read. */
@ExtendWith(PostgresExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiShapesTest {

    private static final Shapes SHAPES = Shapes.load();

    /** What is not there yet. A route that is added must leave this list: the list says how far the API reaches. */
    private static final Set<String> NOT_THERE = Set.of();

    /** What has no meaning here and says so. */
    private static final Set<String> NOT_OFFERED = Set.of(
            "POST /api/v2/dags/{dag_id}/clearPartitions",
            "GET /api/v2/assets/{asset_id}/state-store",
            "DELETE /api/v2/assets/{asset_id}/state-store",
            "GET /api/v2/assets/{asset_id}/state-store/{key}",
            "PUT /api/v2/assets/{asset_id}/state-store/{key}",
            "DELETE /api/v2/assets/{asset_id}/state-store/{key}",
            "GET /api/v2/connections/enqueue-test",
            "POST /api/v2/connections/enqueue-test",
            "POST /api/v2/connections/defaults",
            "GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store",
            "DELETE /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store",
            "GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store/{key}",
            "PUT /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store/{key}",
            "PATCH /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store/{key}",
            "DELETE /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/state-store/{key}",
            "DELETE /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}",
            "PUT /api/v2/parseDagFile/{file_token}",
            "GET /api/v2/dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}/externalLogUrl/{try_number}",
            "GET /api/v2/auth/login",
            "GET /api/v2/auth/logout");

    private TestWebserver web;
    private SampleWorld world;

    @BeforeAll
    void fill(TestDatabase mine, @TempDir Path folder) {
        web = TestWebserver.patient(mine, folder);
        world = SampleWorld.fill(web);
    }

    @AfterAll
    void stop() {
        web.close();
    }

    private static Stream<String> operations() {
        return SHAPES.operations().stream()
                .filter(operation -> !NOT_THERE.contains(operation) && !NOT_OFFERED.contains(operation));
    }

    @Test
    void the_api_reaches_as_far_as_is_said() {
        Set<String> missing = new TreeSet<>(SHAPES.operations());

        web.server().routes().forEach(route -> missing.remove(operation(route)));

        assertThat(missing).containsExactlyInAnyOrderElementsOf(NOT_THERE);
    }

    @Test
    void what_has_no_meaning_here_says_so_and_what_to_do_instead() throws Exception {
        assertThat(web.server().routes().stream().filter(route -> !route.offered()))
                .extracting(ApiShapesTest::operation)
                .containsExactlyInAnyOrderElementsOf(NOT_OFFERED);
        for (String operation : NOT_OFFERED) {
            int blank = operation.indexOf(' ');
            var answer = web.send(
                    operation.substring(0, blank),
                    world.path(operation.substring(blank + 1)),
                    web.token("viewer"),
                    null,
                    Map.of());

            assertThat(answer.status()).as(operation).isEqualTo(404);
            assertThat(answer.at("/code").asText()).as(operation).isEqualTo("NOT_OFFERED");
            assertThat(answer.at("/detail").asText()).as(operation).hasSizeGreaterThan(40);
        }
    }

    private static String operation(Api.Declared route) {
        return route.method() + " " + route.path();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void answers_have_the_shape_that_clients_read(String operation) throws Exception {
        int blank = operation.indexOf(' ');
        String method = operation.substring(0, blank);
        try (FakeScheduler scheduler = new FakeScheduler(web.commands(), c -> SampleCalls.carryOut(web, world, c))) {
            var answer = web.send(
                    method,
                    world.path(operation.substring(blank + 1)),
                    web.token("admin"),
                    method.equals("GET") ? null : SampleCalls.bodies(operation).getFirst(),
                    Map.of("Accept", "application/json"));

            assertThat(answer.status() / 100).as("%s", answer.response().body()).isEqualTo(2);
            assertThat(SHAPES.misfits(operation, answer.status(), answer.json()))
                    .isEmpty();
            assertThat(scheduler.seen().size()).isLessThanOrEqualTo(2);
        }
    }
}
