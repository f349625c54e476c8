package dev.rondo.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@link SixDags} on a real standalone; {@code ProcessesApartTest} has them on processes apart. */
class SixDagsTest {

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone();

    @BeforeAll
    static void drop() throws IOException {
        SixDags.drop(RONDO.home(), RONDO.api());
    }

    // A run of this DAG waits for those before it, also for that of the bad model below: with one, both fail.
    @Test
    void census_waits_for_its_file_trains_and_pushes_a_good_model() {
        SixDags.assertCensusPushes(SixDags.triggerGoodCensus(RONDO.dags()));
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
        SixDags.assertMapped(RONDO.dags().run("mapping"));
    }

    @Test
    void three_ways_join_again() {
        SixDags.assertJoined(RONDO.dags().run("three"));
    }

    @Test
    void a_cluster_is_set_up_used_and_torn_down() {
        SixDags.assertTornDown(SixDags.triggerCluster(RONDO.dags()));
    }

    @Test
    void params_reach_the_tasks_and_the_run_goes_on_when_a_person_has_answered() {
        SixDags.assertGoesOnWhenAnswered(SixDags.triggerFull(RONDO.dags()));
    }
}
