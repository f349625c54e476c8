package dev.rondo.scheduler.backlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.pool.Rank;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private static final String POOL = "default_pool";
    private static final String QUEUE = "default";

    private final Backlog backlog = new Backlog();

    private static Ready ready(String pool, String queue, boolean backfill, int weight, String taskId) {
        return new Ready(Rank.of(backfill, weight, null, -1, 1, taskId), 0, "dag", pool, 1, queue);
    }

    private void add(String taskId, int weight) {
        backlog.add(ready(POOL, QUEUE, false, weight, taskId));
    }

    private void addOfBackfill(String taskId, int weight) {
        backlog.add(ready(POOL, QUEUE, true, weight, taskId));
    }

    private static List<String> ids(Iterator<Ready> ranked) {
        List<String> ids = new ArrayList<>();
        ranked.forEachRemaining(each -> ids.add(each.taskId()));
        return ids;
    }

    /** Goes through all of it as if each were given a slot. */
    private List<String> given(Turns turns) {
        Set<Lane> waiting = backlog.ofBackfills();
        List<String> ids = new ArrayList<>();
        Iterator<Ready> ranked = backlog.inOrder(lane -> true, turns::isDue);
        ranked.forEachRemaining(each -> {
            ids.add(each.taskId());
            turns.given(each.lane(), waiting);
        });
        return ids;
    }

    @Test
    void what_is_heavier_goes_first_and_backfills_go_last() {
        add("light", 1);
        addOfBackfill("past", 100);
        add("heavy", 9);

        assertThat(ids(backlog.inOrder(lane -> true, lane -> false))).containsExactly("heavy", "light", "past");
    }

    @Test
    void lanes_are_merged_by_rank_and_closed_ones_left_out() {
        add("a", 5);
        backlog.add(ready("other", QUEUE, false, 7, "b"));
        backlog.add(ready("full", QUEUE, false, 9, "c"));
        add("d", 3);

        assertThat(ids(backlog.inOrder(lane -> !lane.pool().equals("full"), lane -> false)))
                .containsExactly("b", "a", "d");
    }

    @Test
    void a_lane_can_be_closed_on_the_way() {
        add("a", 5);
        add("b", 4);
        backlog.add(ready("other", QUEUE, false, 3, "c"));
        Set<String> closed = new HashSet<>();
        Iterator<Ready> ranked = backlog.inOrder(lane -> !closed.contains(lane.pool()), lane -> false);

        assertThat(ranked.next().taskId()).isEqualTo("a");
        closed.add(POOL);

        assertThat(ids(ranked)).containsExactly("c");
    }

    @Test
    void what_is_removed_is_not_gone_through_and_not_counted() {
        add("a", 5);
        add("b", 4);

        backlog.remove(ready(POOL, QUEUE, false, 5, "a"));
        backlog.remove(ready(POOL, QUEUE, false, 5, "never there"));

        assertThat(backlog.size()).isEqualTo(1);
        assertThat(ids(backlog.inOrder(lane -> true, lane -> false))).containsExactly("b");
    }

    @Test
    void after_four_others_it_is_the_turn_of_a_backfill() {
        for (int i = 1; i <= 10; i++) {
            add("today" + i, 100 - i);
        }
        addOfBackfill("past1", 3);
        addOfBackfill("past2", 2);
        addOfBackfill("past3", 1);

        assertThat(given(new Turns()))
                .containsExactly(
                        "today1", "today2", "today3", "today4", "past1", "today5", "today6", "today7", "today8",
                        "past2", "today9", "today10", "past3");
    }

    @Test
    void what_goes_through_another_pool_and_other_workers_takes_no_turn_from_it() {
        for (int i = 1; i <= 6; i++) {
            backlog.add(ready("other", "gpu", false, 100 - i, "elsewhere" + i));
        }
        addOfBackfill("past", 1);
        add("today", 1);
        Turns turns = new Turns();

        assertThat(given(turns)).endsWith("today", "past");
    }

    @Test
    void the_same_workers_are_competed_for_across_pools() {
        for (int i = 1; i <= 6; i++) {
            backlog.add(ready("other", QUEUE, false, 100 - i, "today" + i));
        }
        addOfBackfill("past", 1);

        assertThat(given(new Turns()))
                .containsExactly("today1", "today2", "today3", "today4", "past", "today5", "today6");
    }

    @Test
    void turns_of_a_backfill_that_no_longer_waits_are_forgotten() {
        Turns turns = new Turns();
        Lane past = new Lane(POOL, QUEUE, true);
        Lane today = past.beside();
        for (int i = 0; i < 9; i++) {
            turns.given(today, Set.of(past));
        }
        assertThat(turns.isDue(past)).isTrue();

        turns.given(today, Set.of());

        assertThat(turns.isDue(past)).isFalse();
    }

    @Test
    void a_copy_of_the_turns_goes_on_by_itself() {
        Turns turns = new Turns();
        Lane past = new Lane(POOL, QUEUE, true);
        Turns copy = turns.copy();

        for (int i = 0; i < 4; i++) {
            copy.given(past.beside(), Set.of(past));
        }

        assertThat(copy.isDue(past)).isTrue();
        assertThat(turns.isDue(past)).isFalse();
    }
}
