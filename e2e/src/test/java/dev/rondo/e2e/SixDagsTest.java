package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The six DAGs that the authoring API was designed by, as one jar on a real standalone. */
class SixDagsTest {

    private static final List<String> CLASSES = List.of(
            "Census", "Cluster", "Family", "Full", "GcsObjectSensor", "GcsToBigQueryOperator", "Mapping", "Three");

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() throws IOException {
        DagJar jar = DagJar.of(Distribution.built());
        for (String name : CLASSES) {
            jar.source("ex." + name, source(name));
        }
        RONDO.home().drop("six.jar", jar.bytes());
        var _ = RONDO.api().post("/pools", Map.of("name", "training", "slots", 1));
        var _ = RONDO.api().post("/pools", Map.of("name", "gpu", "slots", 2));
    }

    private static String source(String name) throws IOException {
        try (InputStream in = SixDagsTest.class.getResourceAsStream("/sixdags/" + name + ".java")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void census_waits_for_its_file_trains_and_pushes_a_good_model() {
        RONDO.dags().unpause("census_training");
        Run run = RONDO.dags().trigger("census_training", "2026-03-01T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states())
                .containsEntry("wait_for_export", "success")
                .containsEntry("push", "success")
                .containsEntry("alarm", "skipped");
        assertThat(run.result("count_rows").path("n").asInt()).isEqualTo(60);
    }

    @Test
    void a_bad_model_raises_the_alarm() {
        RONDO.dags().unpause("census_training");
        Run run = RONDO.dags().trigger("census_training", "2026-01-05T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("push", "skipped").containsEntry("alarm", "success");
    }

    @Test
    void a_family_is_several_dags() {
        Run german = RONDO.dags().run("census_de");
        Run french = RONDO.dags().run("census_fr");

        assertThat(german.awaitEnd()).isEqualTo("success");
        assertThat(french.awaitEnd()).isEqualTo("success");
        assertThat(german.awaitLog("report", 1, "info task 0.3")).isNotEmpty();
    }

    @Test
    void mapping_makes_an_instance_for_each_element_and_reduces() {
        Run run = RONDO.dags().run("mapping");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states())
                .containsEntry("train[0]", "success")
                .containsEntry("train[1]", "success")
                .containsEntry("load[1]", "success")
                .containsEntry("per_country.eval[1]", "success");
        assertThat(run.awaitLog("reduce", 1, "stdout 4.1")).isNotEmpty();
    }

    @Test
    void three_ways_join_again() {
        Run run = RONDO.dags().run("three");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("full", "success").containsEntry("delta", "skipped");
        assertThat(run.result("join").asDouble()).isEqualTo(0.1);
    }

    @Test
    void a_cluster_is_set_up_used_and_torn_down() {
        RONDO.dags().unpause("cluster");
        Run run = RONDO.dags().trigger("cluster", "2026-03-01T00:00:00Z");

        assertThat(run.awaitEnd()).isEqualTo("success");
        assertThat(run.states()).containsEntry("delete", "success").doesNotContainValue("skipped");
        assertThat(run.awaitLog("delete", 1, "Ref[name=c-20260301]")).isNotEmpty();
    }

    @Test
    void params_reach_the_tasks_and_the_run_goes_on_when_a_person_has_answered() {
        RONDO.dags().unpause("full");
        Run run = RONDO.dags().trigger("full", Map.of("epochs", 3), "2026-03-01T00:00:00Z");

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
