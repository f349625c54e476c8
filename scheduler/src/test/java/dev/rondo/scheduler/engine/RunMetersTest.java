package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.metrics.RunMeters;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeWorker;
import dev.rondo.scheduler.testing.TestDag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresExtension.class)
class RunMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private EngineHarness harness;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.listener(new RunMeters(registry));
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private double ends(String task, String state) {
        return count("airflow.ti.finish", "dag_id", "counted", "task_id", task, "state", state);
    }

    @Test
    void a_run_with_a_success_a_retry_and_a_failure_is_counted_by_task_and_state() {
        TestDag dag = TestDag.named("counted");
        dag.task("good");
        dag.task("bad").retries(1, Duration.ofMinutes(1));
        harness.publish(dag);
        FakeWorker ignored = harness.worker("counting-worker", 4);

        Instant date = harness.now();
        long run = harness.create(dag, "first", date, date.minusSeconds(7));
        harness.engine().mayStart(List.of("counted"));
        harness.runFor(
                Duration.ofMinutes(2), dispatch -> dispatch.taskId().equals("good") ? End.success() : End.failed());

        assertThat(harness.runState(run)).isEqualTo("failed");
        assertThat(count("airflow.ti.start", "task_id", "good")).isEqualTo(1);
        assertThat(count("airflow.ti.start", "task_id", "bad")).isEqualTo(2);
        assertThat(ends("good", "success")).isEqualTo(1);
        assertThat(ends("bad", "up_for_retry")).isEqualTo(1);
        assertThat(ends("bad", "failed")).isEqualTo(1);
        assertThat(count("airflow.ti_successes")).isEqualTo(1);
        assertThat(count("airflow.ti_failures")).isEqualTo(2);
        assertThat(registry.get("airflow.task.duration")
                        .tags("dag_id", "counted", "task_id", "bad")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("airflow.dagrun.duration.failed")
                        .tags("dag_id", "counted")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isBetween(60.0, 62.0);
        assertThat(registry.get("airflow.dagrun.schedule_delay")
                        .tags("dag_id", "counted")
                        .timer()
                        .totalTime(TimeUnit.SECONDS))
                .isEqualTo(7);
        assertThat(registry.find("airflow.dagrun.duration.success").timer()).isNull();
    }
}
