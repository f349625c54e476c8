package dev.rondo.dags.guide;

import static java.time.Duration.ofHours;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.dags.guide.Readings.Summary;
import dev.rondo.testkit.RondoTest;
import dev.rondo.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tests that the chapter on testing DAGs shows. */
class TestingDagsGuideTest {

    @Test
    void a_whole_run() {
        TestRun run = RondoTest.run(new Readings(), "2026-01-05").requireSuccess();

        assertThat(run.result("summarize", Summary.class)).isEqualTo(new Summary(24, 6));
        assertThat(run.state("alarm")).isEqualTo("skipped");
        assertThat(run.why("alarm")).containsExactly("not_chosen:judge");
    }

    @Test
    void systems_outside() {
        List<String> stored = new ArrayList<>();

        TestRun run = RondoTest.of(new Readings())
                .date("2026-01-05")
                .given("read", List.of(20, 30)) // not called: taken to have returned this
                .replace("store", ctx -> stored.add(ctx.runId())) // another body in its place
                .variable("bucket", "test-bucket")
                .connection("db", "postgres://u:p@localhost:5432/x")
                .conf(Map.of("limit", 10))
                .run();

        assertThat(run.requireSuccess().result("summarize", Summary.class)).isEqualTo(new Summary(2, 30));
        assertThat(stored).containsExactly(run.runId());
    }

    @Test
    void a_variable_comes_from_the_test() {
        TestRun run = RondoTest.of(new Readings()).variable("bucket", "b").run().requireSuccess();

        assertThat(run.log("store")).containsExactly("Optional[b]: Summary[count=24, highest=6]");
    }

    @Test
    void stop_and_look() {
        TestRun run = RondoTest.of(new Readings())
                .date("2026-01-05")
                .stopBefore("judge")
                .run();
        assertThat(run.stoppedBefore()).contains("judge");
        run.advance(ofHours(2)).resume();

        assertThat(run.state()).isEqualTo("success");
        assertThat(run.tries("judge").getFirst().start())
                .isAfterOrEqualTo(run.tries("summarize").getFirst().start().plus(ofHours(2)));
    }

    @Test
    void one_task() {
        TestRun run = RondoTest.of(new Readings()).given("read", List.of(40)).runTask("summarize");

        assertThat(run.result("summarize", Summary.class)).isEqualTo(new Summary(1, 40));
    }

    @Test
    void many_dates() {
        List<TestRun> year = RondoTest.of(new Readings()).runs("2026-01-01", "2026-12-31");

        assertThat(year).hasSize(365).allMatch(run -> run.state().equals("success"));
    }
}
