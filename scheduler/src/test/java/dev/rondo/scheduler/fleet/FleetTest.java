package dev.rondo.scheduler.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.core.protocol.WorkerMessage.Hello;
import dev.rondo.scheduler.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTest {

    private static final long GB = 1L << 30;
    private static final long SHORT = 1_000;

    private final ManualClock clock = new ManualClock("2026-01-01T00:00:00Z");
    private final Fleet fleet = new Fleet();
    private long lastDispatch;

    private static final class Silent implements WorkerGateway.Stream {
        private boolean closed;
        private final List<SchedulerMessage> sent = new ArrayList<>();

        @Override
        public void send(SchedulerMessage message) {
            sent.add(message);
        }

        @Override
        public void close(String reason) {
            closed = true;
        }
    }

    private ConnectedWorker worker(String id, int slots, int window, String... queues) {
        return fleet.connect(new Silent(), hello(id, slots, window, queues));
    }

    private static Hello hello(String id, int slots, int window, String... queues) {
        List<String> served = queues.length == 0 ? List.of("default") : List.of(queues);
        return new Hello(WorkerMessage.PROTOCOL, id, id, "test", slots, window, 8 * GB, served, List.of(), 1, true);
    }

    private static Need need() {
        return new Need("default", "jar", 0, TaskHistory.UNKNOWN);
    }

    private static Need shortNeed() {
        return new Need("default", "jar", 0, SHORT);
    }

    private Held held(Need need) {
        return new Held(
                ++lastDispatch,
                new Held.Subject.Try(1, 0, -1, "dag", "task"),
                need.jarHash(),
                need.heapBytes(),
                need.expectedMicros(),
                clock.instant());
    }

    /** Gives it to whom it should go; null: to nobody. */
    private String give(Need need) {
        ConnectedWorker chosen = fleet.choose(need);
        if (chosen == null) {
            return "nobody";
        }
        fleet.assign(chosen, held(need));
        return chosen.workerId();
    }

    private List<String> give(int times, Need need) {
        List<String> to = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            to.add(give(need));
        }
        return to;
    }

    private static SchedulerMessage expecting(SchedulerMessage.Expect.Jar... jars) {
        return new SchedulerMessage.Expect(List.of(jars));
    }

    private static List<SchedulerMessage> sentTo(ConnectedWorker worker) {
        return ((Silent) worker.stream()).sent;
    }

    @Test
    void as_many_workers_are_told_of_a_jar_as_dags_of_it_are_due_and_first_those_that_had_it_last() {
        ConnectedWorker a = worker("a", 4, 0);
        ConnectedWorker b = worker("b", 4, 0);
        ConnectedWorker older = fleet.connect(
                new Silent(),
                new Hello(
                        WorkerMessage.PROTOCOL,
                        "old",
                        "old",
                        "test",
                        4,
                        0,
                        8 * GB,
                        List.of("default"),
                        List.of(),
                        1,
                        false));
        Held ran = held(need());
        fleet.assign(b, ran);
        fleet.release(ran.dispatchId());

        fleet.expect(Map.of("jar", 1));
        assertThat(sentTo(b)).containsExactly(expecting(new SchedulerMessage.Expect.Jar("jar", 1)));
        assertThat(sentTo(a)).isEmpty();

        Map<String, Integer> due = new LinkedHashMap<>();
        due.put("jar", 9);
        due.put("another", 2);
        fleet.expect(due);
        assertThat(sentTo(a))
                .as("in this order")
                .containsExactly(expecting(
                        new SchedulerMessage.Expect.Jar("jar", 9), new SchedulerMessage.Expect.Jar("another", 2)));
        assertThat(sentTo(b)).hasSize(2);
        assertThat(sentTo(older)).as("it would not understand").isEmpty();
    }

    @Test
    void tries_are_spread_evenly_over_workers() {
        worker("a", 4, 0);
        worker("b", 4, 0);
        worker("c", 2, 0);

        List<String> to = give(10, new Need("default", "", 0, TaskHistory.UNKNOWN));

        assertThat(to.subList(0, 4)).as("the larger ones first, by turns").containsExactly("a", "b", "a", "b");
        assertThat(to).filteredOn("c"::equals).hasSize(2);
        assertThat(give(need())).as("all are full").isEqualTo("nobody");
    }

    @Test
    void a_worker_that_is_warm_for_the_jar_is_preferred_while_it_has_a_free_slot() {
        worker("cold", 4, 0);
        ConnectedWorker warm = worker("warm", 2, 0);
        fleet.assign(warm, held(need()));

        assertThat(give(2, need())).containsExactly("warm", "cold");
    }

    @Test
    void only_workers_of_its_queue_get_a_try() {
        worker("cpu", 4, 0, "default");
        worker("gpu", 1, 0, "gpu", "large");
        Need gpu = new Need("gpu", "", 0, TaskHistory.UNKNOWN);

        assertThat(give(2, gpu)).containsExactly("gpu", "nobody");
        assertThat(fleet.serves("large")).isTrue();
        assertThat(fleet.hasRoomFor("large")).isFalse();
        assertThat(fleet.hasRoomFor("default")).isTrue();
        assertThat(fleet.serves("nobody serves this")).isFalse();
    }

    @Test
    void a_window_takes_only_what_is_short() {
        worker("a", 1, 2);

        assertThat(give(shortNeed())).isEqualTo("a");
        assertThat(give(need())).as("of unknown length: not behind another").isEqualTo("nobody");
        assertThat(give(3, shortNeed())).containsExactly("a", "a", "nobody");
        assertThat(fleet.room()).isZero();
    }

    @Test
    void nothing_waits_behind_what_is_long() {
        worker("a", 1, 4);
        give(need());

        assertThat(give(shortNeed())).isEqualTo("nobody");
    }

    @Test
    void a_free_slot_elsewhere_goes_before_a_window() {
        worker("busy", 1, 4);
        give(shortNeed());
        worker("idle", 1, 0);

        assertThat(give(shortNeed())).isEqualTo("idle");
    }

    @Test
    void heaps_fit_into_the_memory_of_the_worker() {
        worker("a", 4, 0);
        Need large = new Need("default", "", 5 * GB, TaskHistory.UNKNOWN);
        Need tooLarge = new Need("default", "", 9 * GB, TaskHistory.UNKNOWN);

        assertThat(give(tooLarge)).isEqualTo("nobody");
        assertThat(give(2, large)).containsExactly("a", "nobody");
        assertThat(give(2, need())).as("3 GB are left, 2 GB are a share").containsExactly("a", "nobody");
    }

    @Test
    void a_worker_that_drains_gets_nothing_and_keeps_what_it_has() {
        ConnectedWorker worker = worker("a", 2, 2);
        give(need());

        worker.drain();

        assertThat(give(need())).isEqualTo("nobody");
        assertThat(fleet.room()).isZero();
        assertThat(worker.held()).hasSize(1);
    }

    @Test
    void an_end_that_is_told_twice_is_known_once() {
        ConnectedWorker worker = worker("a", 1, 0);
        fleet.assign(worker, held(need()));

        assertThat(fleet.release(lastDispatch)).isNotNull();
        assertThat(fleet.release(lastDispatch)).isNull();
        assertThat(fleet.holder(lastDispatch)).isNull();
        assertThat(give(need())).as("the slot is free, once").isEqualTo("a");
        assertThat(give(need())).isEqualTo("nobody");
    }

    @Test
    void a_worker_that_connects_anew_takes_the_place_of_its_old_self() {
        ConnectedWorker old = worker("a", 2, 0);
        fleet.assign(old, held(need()));
        long before = lastDispatch;

        ConnectedWorker fresh = worker("a", 2, 0);

        assertThat(fleet.workers()).containsExactly(fresh);
        assertThat(((Silent) old.stream()).closed).isTrue();
        assertThat(fleet.holder(before)).as("what it still has, it says itself").isNull();
        assertThat(fleet.disconnect(old.stream()))
                .as("the end of the old stream comes late")
                .isNull();
        assertThat(fleet.workers()).containsExactly(fresh);
    }

    @Test
    void two_workers_never_hold_the_same_dispatch() {
        ConnectedWorker first = worker("a", 2, 0);
        ConnectedWorker second = worker("b", 2, 0);
        Held held = held(need());
        fleet.assign(first, held);

        fleet.release(held.dispatchId());
        fleet.assign(second, held);

        assertThat(first.held()).isEmpty();
        assertThat(fleet.holder(held.dispatchId())).isSameAs(second);
    }

    private Map<ConnectedWorker, List<Long>> late() {
        return fleet.recallable(clock.instant(), Duration.ofMillis(100));
    }

    @Test
    void what_waits_too_long_beside_an_idle_worker_may_be_asked_back() {
        ConnectedWorker busy = worker("busy", 1, 4);
        give(3, shortNeed());
        worker("idle", 1, 0);

        assertThat(late()).as("it may yet begin").isEmpty();
        clock.advance(Duration.ofMillis(101));

        assertThat(late()).isEqualTo(Map.of(busy, List.of(2L, 3L)));
    }

    @Test
    void what_waits_is_left_where_it_is_while_nobody_else_could_take_it() {
        worker("busy", 1, 4);
        give(3, shortNeed());
        worker("other queue", 1, 0, "gpu");
        clock.advance(Duration.ofMinutes(1));

        assertThat(late()).isEmpty();
    }

    @Test
    void the_clock_may_jump_back_while_something_waits() {
        worker("busy", 1, 4);
        give(2, shortNeed());
        worker("idle", 1, 0);

        clock.advance(Duration.ofHours(-1));
        assertThat(late()).as("later, and no error").isEmpty();
        clock.advance(Duration.ofHours(2));

        assertThat(late().values()).containsExactly(List.of(2L));
    }

    @Test
    void what_a_draining_worker_has_not_begun_may_be_asked_back() {
        ConnectedWorker worker = worker("a", 1, 4);
        give(2, shortNeed());

        worker.drain();
        clock.advance(Duration.ofMillis(101));

        assertThat(late()).isEqualTo(Map.of(worker, List.of(2L)));
    }
}
