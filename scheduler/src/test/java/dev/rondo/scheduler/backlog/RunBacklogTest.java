package dev.rondo.scheduler.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.pool.Rank;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks have their index as weight: the higher goes first. */
class RunBacklogTest {

    private final Backlog backlog = new Backlog();
    private final RunBacklog run = new RunBacklog(backlog, task -> task == 0);

    private static Ready ready(int task, int mapIndex, String pool) {
        return new Ready(Rank.of(false, task, null, mapIndex, 1, "t" + task), task, "dag", pool, 1, "default");
    }

    private List<String> shown() {
        List<String> shown = new ArrayList<>();
        backlog.inOrder(lane -> true, lane -> false)
                .forEachRemaining(each -> shown.add(each.taskId() + "/" + each.mapIndex()));
        return shown;
    }

    private void settle(int room) {
        run.settle(room, task -> 2);
    }

    @Test
    void the_best_are_shown_as_far_as_the_run_has_room() {
        run.add(ready(1, -1, "p"));
        run.add(ready(3, -1, "p"));
        run.add(ready(2, -1, "p"));

        settle(2);

        assertThat(shown()).containsExactly("t3/-1", "t2/-1");
        assertThat(run.size()).isEqualTo(3);
    }

    @Test
    void what_becomes_ready_later_and_ranks_higher_takes_the_place_of_what_is_shown() {
        run.add(ready(1, -1, "p"));
        settle(1);

        run.add(ready(5, -1, "p"));
        settle(1);

        assertThat(shown()).containsExactly("t5/-1");
    }

    @Test
    void what_waits_for_one_pool_does_not_hide_what_waits_for_another() {
        run.add(ready(5, -1, "full"));
        run.add(ready(1, -1, "free"));

        settle(1);

        assertThat(shown()).containsExactly("t5/-1", "t1/-1");
    }

    @Test
    void what_is_stepped_over_does_not_hide_what_is_behind_it() {
        Ready large = ready(5, -1, "p");
        run.add(large);
        run.add(ready(2, -1, "p"));
        run.add(ready(1, -1, "p"));
        settle(1);
        assertThat(shown()).containsExactly("t5/-1");

        boolean more = run.showsMoreAfter(large, 1);
        settle(1);

        assertThat(more).isTrue();
        assertThat(shown()).containsExactly("t5/-1", "t2/-1", "t1/-1");
        assertThat(run.showsMoreAfter(large, 2))
                .as("nothing is hidden any more")
                .isFalse();
    }

    @Test
    void as_little_as_before_is_shown_after_a_pass_that_stepped_over_nothing() {
        Ready large = ready(5, -1, "p");
        run.add(large);
        run.add(ready(2, -1, "p"));
        settle(1);
        assertThat(run.showsMoreAfter(large, 1)).isTrue();

        run.passed(0);
        settle(1);

        assertThat(shown()).containsExactly("t5/-1");
    }

    @Test
    void nothing_is_shown_of_a_run_that_is_full() {
        Ready large = ready(5, -1, "p");
        run.add(large);
        run.add(ready(1, -1, "p"));
        settle(1);
        assertThat(run.showsMoreAfter(large, 1)).isTrue();

        settle(0);

        assertThat(shown()).isEmpty();
    }

    @Test
    void a_task_with_a_limit_of_its_own_shows_no_more_than_that() {
        for (int index = 0; index < 5; index++) {
            run.add(ready(0, index, "p"));
        }

        settle(10);

        assertThat(shown()).containsExactly("t0/0", "t0/1");
    }

    @Test
    void what_is_no_longer_ready_makes_room_for_the_next() {
        run.add(ready(2, -1, "p"));
        run.add(ready(1, -1, "p"));
        settle(1);

        run.remove(2, -1);
        settle(1);

        assertThat(shown()).containsExactly("t1/-1");
    }

    @Test
    void a_run_that_leaves_takes_everything_with_it() {
        run.add(ready(2, -1, "p"));
        run.add(ready(0, 3, "p"));
        settle(9);

        run.clear();

        assertThat(shown()).isEmpty();
        assertThat(run.isEmpty()).isTrue();
    }
}
