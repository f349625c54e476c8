package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Api;
import dev.rondo.e2e.harness.Dags;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.harness.TestHome;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The six DAGs that the authoring API was designed by, as one jar, and what becomes of their runs. */
final class SixDags {

    private static final List<String> CLASSES = List.of(
            "Census", "Cluster", "Family", "Full", "GcsObjectSensor", "GcsToBigQueryOperator", "Mapping", "Three");

    private SixDags() {}

    /** Drops them, and makes the pools that they name. */
    static void drop(TestHome home, Api api) throws IOException {
        DagJar jar = DagJar.of(Distribution.built());
        for (String name : CLASSES) {
            jar.source("ex." + name, source(name));
        }
        home.drop("six.jar", jar.bytes());
        var _ = api.post("/pools", Map.of("name", "training", "slots", 1));
        var _ = api.post("/pools", Map.of("name", "gpu", "slots", 2));
    }

    /** So that those with a schedule take no slots from other tests: each makes its newest run when it is resumed. */
    static void pause(Api api) {
        var _ = api.patch("/dags/census_training", Map.of("is_paused", true));
        var _ = api.patch("/dags/census_de", Map.of("is_paused", true));
    }

    private static String source(String name) throws IOException {
        try (InputStream in = SixDags.class.getResourceAsStream("/sixdags/" + name + ".java")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static Run triggerGoodCensus(Dags dags) {
        dags.unpause("census_training");
        return dags.trigger("census_training", "2026-03-01T00:00:00Z");
    }

    static void assertCensusPushes(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states())
                .containsEntry("wait_for_export", "success")
                .containsEntry("push", "success")
                .containsEntry("alarm", "skipped");
        assertThat(run.result("count_rows").path("n").asInt()).isEqualTo(60);
    }

    static void assertMapped(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states())
                .containsEntry("train[0]", "success")
                .containsEntry("train[1]", "success")
                .containsEntry("load[1]", "success")
                .containsEntry("per_country.eval[1]", "success");
        assertThat(run.awaitLog("reduce", 1, "stdout 4.1")).isNotEmpty();
    }

    static void assertJoined(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("full", "success").containsEntry("delta", "skipped");
        assertThat(run.result("join").asDouble()).isEqualTo(0.1);
    }

    static Run triggerCluster(Dags dags) {
        dags.unpause("cluster");
        return dags.trigger("cluster", "2026-03-01T00:00:00Z");
    }

    static void assertTornDown(Run run) {
        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("delete", "success").doesNotContainValue("skipped");
        assertThat(run.awaitLog("delete", 1, "Ref[name=c-20260301]")).isNotEmpty();
    }

    static Run triggerFull(Dags dags) {
        dags.unpause("full");
        return dags.trigger("full", Map.of("epochs", 3), "2026-03-01T00:00:00Z");
    }

    static void assertGoesOnWhenAnswered(Run run) {
        var _ = run.awaitTask("evaluate", "success");
        var _ = run.awaitTask("approve", "deferred");
        // 'gs://in/2026-03-01/_OK' and 'ml.rows_20260301' have 22 and 16 characters; times three epochs
        assertThat(run.result("train").path("auc").asDouble()).isEqualTo(114.0);
        assertThat(run.state()).isEqualTo("running");

        run.answer("approve", "Approve", Map.of("push", true, "why", "it is good"));

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("push", "success");
        assertThat(run.result("approve").path("why").asText()).isEqualTo("it is good");
    }
}
