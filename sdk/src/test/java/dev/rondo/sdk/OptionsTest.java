package dev.rondo.sdk;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.sdk.internal.DagSpecs;
import dev.rondo.sdk.internal.build.CronCheck;
import dev.rondo.sdk.spec.DagSpec;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {

    private final Dag dag = Dag.create("d");

    private TaskSpec only() {
        return DagSpecs.of(dag, "C").tasks().getFirst();
    }

    @Test
    void a_task_of_which_nothing_is_said_has_airflows_defaults() {
        dag.task("t").run(() -> {});

        assertThat(only().options()).isEqualTo(OptionsSpec.DEFAULTS);
        assertThat(only().origins()).isEmpty();
    }

    @Test
    void the_nearest_place_that_says_something_wins_and_is_remembered() {
        DefaultArgs environment = DefaultArgs.create()
                .retries(1)
                .queue("env")
                .pool("env")
                .owner("env")
                .priorityWeight(9)
                .isolation(Isolation.SINGLE);
        dag.defaultArgs(
                DefaultArgs.create().queue("args").pool("args").owner("args").priorityWeight(8));
        dag.queue("dag");
        Group outer = dag.group("outer").pool("outer").owner("outer").priorityWeight(7);
        Group inner = outer.group("inner")
                .defaultArgs(DefaultArgs.create().owner("inner args").retries(4));
        inner.owner("inner");
        inner.task("t").run(() -> {}).priorityWeight(5);

        TaskSpec task = DagSpecs.check(dag, "C", environment, CronCheck.ofForm())
                .spec()
                .orElseThrow()
                .tasks()
                .getFirst();

        assertThat(task.options())
                .extracting(
                        OptionsSpec::isolation,
                        OptionsSpec::queue,
                        OptionsSpec::pool,
                        OptionsSpec::owner,
                        OptionsSpec::retries,
                        OptionsSpec::priorityWeight)
                .containsExactly(Isolation.SINGLE, "dag", "outer", "inner", 4, 5);
        assertThat(task.origins())
                .isEqualTo(Map.of(
                        "isolation", "environment",
                        "queue", "dag",
                        "pool", "group outer",
                        "owner", "group outer.inner",
                        "retries", "group outer.inner",
                        "priority_weight", "task"));
    }

    @Test
    void default_arguments_are_values() {
        DefaultArgs base = DefaultArgs.create().retries(2).pool("a", 3);
        DefaultArgs more = base.pool("b");
        DefaultArgs both = base.with(DefaultArgs.create().retries(7));
        dag.group("base").defaultArgs(base).task("t").run(() -> {});
        dag.group("more").defaultArgs(more).task("t").run(() -> {});
        dag.group("both").defaultArgs(both).task("t").run(() -> {});

        assertThat(DagSpecs.of(dag, "C").tasks())
                .extracting(t -> t.options().pool() + t.options().poolSlots() + " "
                        + t.options().retries())
                .containsExactly("a3 2", "b3 2", "a3 7");
    }

    @Test
    void every_option_reaches_the_graph() {
        dag.timezone("Europe/Berlin");
        dag.task("t")
                .run(() -> {})
                .retries(1)
                .retryDelay(ofMinutes(2))
                .retryExponentialBackoff(true)
                .maxRetryDelay(ofMinutes(9))
                .executionTimeout(ofMinutes(3))
                .ignoreFirstDependsOnPast(false)
                .waitForDownstream(true)
                .triggerRule(TriggerRule.ALL_DONE)
                .pool("p", 2)
                .priorityWeight(4)
                .weightRule(WeightRule.ABSOLUTE)
                .queue("q")
                .maxActivePerDag(5)
                .maxActivePerRun(6)
                .startDate("2026-01-01")
                .endDate("2026-07-01T12:00")
                .isolation(Isolation.FRESH)
                .memory("1536m")
                .jvmOptions("-XX:+UseZGC")
                .owner("o")
                .doc("*d*")
                .email("a@b.c", "d@e.f")
                .emailOnFailure(false)
                .emailOnRetry(false)
                .onSuccess(ctx -> {})
                .onFailure(ctx -> {})
                .onRetry(ctx -> {})
                .onSkipped(ctx -> {})
                .onExecute(ctx -> {});

        assertThat(only().options())
                .isEqualTo(new OptionsSpec(
                        1,
                        ofMinutes(2),
                        2,
                        ofMinutes(9),
                        ofMinutes(3),
                        true,
                        false,
                        true,
                        TriggerRule.ALL_DONE,
                        "p",
                        2,
                        4,
                        WeightRule.ABSOLUTE,
                        "q",
                        5,
                        6,
                        Instant.parse("2025-12-31T23:00:00Z"),
                        Instant.parse("2026-07-01T10:00:00Z"),
                        Isolation.FRESH,
                        1536L << 20,
                        List.of("-XX:+UseZGC"),
                        "o",
                        "*d*",
                        List.of("a@b.c", "d@e.f"),
                        false,
                        false,
                        Set.of("success", "failure", "retry", "skipped", "execute")));
    }

    @Test
    void every_setting_of_a_dag_reaches_the_graph() {
        dag.schedule(Schedule.every(Duration.ofHours(6)))
                .timezone("Europe/Berlin")
                .startDate("2026-01-01")
                .endDate("2026-12-31")
                .catchupLast(3)
                .runStrategy(RunStrategy.SEQUENTIAL)
                .maxActiveRuns(2)
                .maxActiveTasks(4)
                .dagrunTimeout(ofMinutes(30))
                .failFast(true)
                .pausedUponCreation(false)
                .tags("a", "b")
                .description("one line")
                .doc("# More")
                .onSuccess(ctx -> {})
                .onFailure(ctx -> {});

        DagSpec spec = DagSpecs.of(dag, "C");

        assertThat(spec)
                .isEqualTo(new DagSpec(
                        "d",
                        "C",
                        "one line",
                        "# More",
                        List.of("a", "b"),
                        Schedule.every(Duration.ofHours(6)).spec(),
                        "Europe/Berlin",
                        Instant.parse("2025-12-31T23:00:00Z"),
                        Instant.parse("2026-12-30T23:00:00Z"),
                        3,
                        RunStrategy.SEQUENTIAL,
                        2,
                        4,
                        ofMinutes(30),
                        true,
                        false,
                        null,
                        Set.of("success", "failure"),
                        List.of(),
                        List.of(),
                        List.of()));
    }

    @Test
    void what_is_said_of_a_dag_itself_does_not_reach_its_tasks() {
        dag.doc("# Dag").onFailure(ctx -> {}).startDate("2026-01-01");
        dag.group("g").doc("# Group").task("t").run(() -> {});

        assertThat(only().options()).isEqualTo(OptionsSpec.DEFAULTS);
        assertThat(DagSpecs.of(dag, "C").groups().getFirst().doc()).isEqualTo("# Group");
    }
}
