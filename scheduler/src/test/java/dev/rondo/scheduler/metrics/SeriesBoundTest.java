package dev.rondo.scheduler.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.core.dagrun.RunType;
import dev.rondo.core.state.RunState;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SeriesBoundTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void dags_beyond_the_bound_share_one_series() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        RunMeters meters = new RunMeters(registry, 2, 10);

        meters.runEnded("a", RunType.MANUAL, RunState.SUCCESS, START, START.plusSeconds(1));
        meters.runEnded("b", RunType.MANUAL, RunState.SUCCESS, START, START.plusSeconds(2));
        meters.runEnded("c", RunType.MANUAL, RunState.SUCCESS, START, START.plusSeconds(3));
        meters.runEnded("d", RunType.MANUAL, RunState.SUCCESS, START, START.plusSeconds(4));
        meters.runEnded("a", RunType.MANUAL, RunState.SUCCESS, START, START.plusSeconds(5));

        assertThat(registry.get("airflow.dagrun.duration.success").timers())
                .extracting(timer -> timer.getId().getTag("dag_id"), Timer::count)
                .containsExactlyInAnyOrder(tuple("a", 2L), tuple("b", 1L), tuple(RunMeters.OTHER, 2L));
    }
}
