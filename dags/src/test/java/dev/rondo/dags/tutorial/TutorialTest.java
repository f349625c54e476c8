package dev.rondo.dags.tutorial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.dags.tutorial.Tutorial.Darts;
import dev.rondo.dags.tutorial.Tutorial.Params;
import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TestRun;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TutorialTest {

    @Test
    void a_day_is_measured_and_one_of_the_two_ways_is_taken() {
        TestRun run = RondoTest.run(new Tutorial(), "2026-01-05").requireSuccess();

        assertThat(run.log("say_hello")).containsExactly("This is scheduled__2026-01-06T00:00:00+00:00");
        assertThat(run.result("throw_darts", Darts.class).thrown()).isEqualTo(40_000);
        assertThat(run.states().values()).containsOnlyOnce("skipped");
    }

    @Test
    void few_darts_miss_and_ask_for_more() {
        TestRun run = RondoTest.of(new Tutorial())
                .date("2026-01-05")
                .params(new Params(10))
                .given("throw_darts", new Darts(10, 5))
                .run()
                .requireSuccess();

        assertThat(run.state("cheer")).isEqualTo("skipped");
        assertThat(run.log("advise")).singleElement().asString().endsWith("with 10 darts: throw more");
    }

    @Test
    void darts_that_are_no_number_are_refused() {
        RondoTest test = RondoTest.of(new Tutorial()).conf(Map.of("darts", "many"));

        assertThatThrownBy(test::run).hasMessageContaining("param 'darts' must be");
    }
}
