package dev.rondo.scheduler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskHistoryTest {

    private final TaskHistory history = new TaskHistory();

    private void ran(String taskId, long millis) {
        history.ran("dag", taskId, "jar", Duration.ofMillis(millis));
    }

    private long expected(String taskId) {
        return history.expectedMicros("dag", taskId, "jar");
    }

    @Test
    void of_a_task_that_never_ran_in_a_dag_that_never_ran_nothing_is_known() {
        assertThat(expected("a")).isEqualTo(TaskHistory.UNKNOWN);
    }

    @Test
    void a_task_that_never_ran_is_taken_for_the_others_of_its_dag() {
        ran("a", 2);

        assertThat(expected("b")).isEqualTo(2_000);
    }

    @Test
    void a_dag_of_which_nothing_ran_is_taken_for_the_others_of_its_jar_and_no_other() {
        ran("a", 2);

        assertThat(history.expectedMicros("other", "a", "jar")).isEqualTo(2_000);
        assertThat(history.expectedMicros("other", "a", "another")).isEqualTo(TaskHistory.UNKNOWN);
        ran("b", 60_000);
        assertThat(history.expectedMicros("other", "a", "jar")).isEqualTo(TaskHistory.UNKNOWN);
        assertThat(expected("a")).as("what is known of a task itself counts").isEqualTo(2_000);
    }

    @Test
    void of_what_comes_in_no_jar_nothing_is_said_of_others() {
        history.ran("dag", "a", "", Duration.ofMillis(2));

        assertThat(history.expectedMicros("other", "a", "")).isEqualTo(TaskHistory.UNKNOWN);
    }

    @Test
    void what_takes_longer_than_a_moment_is_not_short() {
        ran("a", 6);

        assertThat(expected("a")).isEqualTo(TaskHistory.UNKNOWN);
    }

    @Test
    void one_long_run_counts_at_once_and_short_ones_win_trust_back_slowly() {
        ran("a", 1);
        ran("a", 1_000);
        assertThat(expected("a")).isEqualTo(TaskHistory.UNKNOWN);

        ran("a", 1);
        ran("a", 1);
        assertThat(expected("a")).as("two are not enough").isEqualTo(TaskHistory.UNKNOWN);
        for (int i = 0; i < 20; i++) {
            ran("a", 1);
        }

        assertThat(expected("a")).isBetween(1_000L, 5_000L);
    }

    @Test
    void a_duration_that_a_clock_turned_negative_counts_as_the_work_around_a_body() {
        history.ran("dag", "a", "jar", Duration.ofSeconds(-30));

        assertThat(expected("a")).isEqualTo(50);
    }
}
