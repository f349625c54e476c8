package dev.rondo.sdk.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rondo.sdk.Dag;
import dev.rondo.sdk.DefaultArgs;
import dev.rondo.sdk.Isolation;
import dev.rondo.sdk.TriggerRule;
import dev.rondo.sdk.WeightRule;
import dev.rondo.sdk.internal.build.CronCheck;
import dev.rondo.sdk.spec.OptionsSpec;
import dev.rondo.sdk.spec.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvironmentArgsTest {

    private static TaskSpec task(Map<String, String> settings) {
        Dag dag = Dag.create("d");
        dag.task("t").run(() -> {});
        DefaultArgs environment = EnvironmentArgs.of(settings);
        return DagSpecs.check(dag, "C", environment, CronCheck.ofForm())
                .spec()
                .orElseThrow()
                .tasks()
                .getFirst();
    }

    @Test
    void every_option_can_be_set_for_an_installation() {
        Map<String, String> settings = Map.ofEntries(
                Map.entry("retries", "2"),
                Map.entry("retry_delay", "90"),
                Map.entry("retry_backoff", "1.5"),
                Map.entry("max_retry_delay", "PT1H"),
                Map.entry("execution_timeout", "PT2H"),
                Map.entry("depends_on_past", "true"),
                Map.entry("ignore_first_depends_on_past", "false"),
                Map.entry("wait_for_downstream", "TRUE"),
                Map.entry("trigger_rule", "all_done"),
                Map.entry("pool", "p"),
                Map.entry("pool_slots", "3"),
                Map.entry("priority_weight", "-4"),
                Map.entry("weight_rule", "absolute"),
                Map.entry("queue", "q"),
                Map.entry("max_active_per_dag", "5"),
                Map.entry("max_active_per_run", "6"),
                Map.entry("isolation", "fresh"),
                Map.entry("memory", "1g"),
                Map.entry("jvm_options", "-Da=b, -XX:+UseZGC"),
                Map.entry("owner", "ml"),
                Map.entry("email", "a@b.c"),
                Map.entry("email_on_failure", "false"),
                Map.entry("email_on_retry", "false"));

        TaskSpec task = task(settings);

        assertThat(task.options())
                .isEqualTo(new OptionsSpec(
                        2,
                        Duration.ofSeconds(90),
                        1.5,
                        Duration.ofHours(1),
                        Duration.ofHours(2),
                        true,
                        false,
                        true,
                        TriggerRule.ALL_DONE,
                        "p",
                        3,
                        -4,
                        WeightRule.ABSOLUTE,
                        "q",
                        5,
                        6,
                        null,
                        null,
                        Isolation.FRESH,
                        1L << 30,
                        List.of("-Da=b", "-XX:+UseZGC"),
                        "ml",
                        null,
                        List.of("a@b.c"),
                        false,
                        false,
                        Set.of()));
        assertThat(task.origins().keySet()).isEqualTo(settings.keySet());
        assertThat(task.origins().values()).containsOnly("environment");
    }

    @Test
    void nothing_set_says_nothing() {
        assertThat(task(Map.of()).origins()).isEmpty();
    }

    @Test
    void all_that_is_wrong_is_said_at_once() {
        Map<String, String> settings = Map.of(
                "retrys", "1", "retries", "two", "isolation", "hot", "depends_on_past", "yes", "pool_slots", "0");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnvironmentArgs.of(settings))
                .withMessageContaining("there is no option 'retrys'; did you mean 'retries'?")
                .withMessageContaining("retries is 'two', which cannot be read")
                .withMessageContaining("isolation is 'hot', which cannot be read")
                .withMessageContaining("depends_on_past is 'yes', which cannot be read: write true or false")
                .withMessageContaining("pool_slots is 0: it must be between 1 and 1000000");
    }
}
