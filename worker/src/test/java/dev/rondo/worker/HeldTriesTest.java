package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.worker.HeldTries.Fate;
import dev.rondo.worker.testing.TestDispatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeldTriesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private final HeldTries held = new HeldTries();
    private final List<Long> toHosts = new ArrayList<>();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private Fate give(long id, boolean leaseLasts) {
        return held.give(id, () -> leaseLasts, () -> toHosts.add(id));
    }

    @Test
    void a_try_that_is_stopped_while_its_jar_is_fetched_does_not_begin() {
        assertThat(held.add(TestDispatch.of(7))).isTrue();

        assertThat(held.stopBeforeGiven(7, "marked")).isTrue();
        assertThat(held.stopBeforeGiven(7, "timeout"))
                .as("the first reason stands")
                .isTrue();

        assertThat(give(7, true)).isEqualTo(new Fate.Stopped("marked"));
        assertThat(toHosts).isEmpty();
        assertThat(held.has(7)).as("until its end is acknowledged").isTrue();
    }

    @Test
    void a_stop_that_comes_later_is_the_hosts_business() {
        held.add(TestDispatch.of(7));
        assertThat(give(7, true)).isEqualTo(new Fate.Given());

        assertThat(held.takeBackIfNotGiven(7)).isFalse();
        assertThat(held.has(7)).isTrue();
        assertThat(held.stopBeforeGiven(7, "marked")).isFalse();
        assertThat(held.stopBeforeGiven(8, "marked")).as("one that is not here").isFalse();
        assertThat(toHosts).containsExactly(7L);
    }

    @Test
    void one_that_went_or_whose_lease_is_over_meanwhile_is_not_given() {
        held.add(TestDispatch.of(7));
        held.add(TestDispatch.of(8));
        held.remove(7);

        assertThat(give(7, true)).isEqualTo(new Fate.Gone());
        assertThat(give(8, false)).isEqualTo(new Fate.LeaseOver());
        assertThat(endAll(true)).as("renewed").isEmpty();
        assertThat(endAll(false)).containsExactly(8L);
        assertThat(held.isEmpty()).isTrue();
        assertThat(toHosts).as("the hosts are ended once").containsExactly(0L);
    }

    private List<Long> endAll(boolean leaseLasts) {
        return held.endAll(() -> leaseLasts, () -> toHosts.add(0L), each -> end(each.dispatchId(), "lost"));
    }

    private static WorkerMessage.Ended end(long id, String kind) {
        return new WorkerMessage.Ended(
                id, NOW, NOW, kind, null, null, null, null, null, -1, null, true, Map.of(), null, null, null, null,
                List.of(), null);
    }

    @Test
    void when_the_lease_is_over_what_ended_keeps_its_end_what_began_is_lost_and_the_rest_is_forgotten() {
        LongStream.of(7, 8, 9).forEach(id -> held.add(TestDispatch.of(id)));
        HeldTries.Held over = Objects.requireNonNull(held.find(7));
        over.startedAt = NOW;
        over.ended = end(7, "success");
        HeldTries.Held begun = Objects.requireNonNull(held.find(8));
        begun.startedAt = NOW;

        assertThat(endAll(false)).containsExactlyInAnyOrder(8L, 9L);

        assertThat(held.all())
                .extracting(
                        HeldTries.Held::dispatchId,
                        each -> Objects.requireNonNull(each.ended).kind())
                .as("told when a scheduler is there again")
                .containsExactlyInAnyOrder(tuple(7L, "success"), tuple(8L, "lost"));
        assertThat(toHosts).containsExactly(0L);
    }

    @Test
    void one_whose_jar_is_still_fetched_is_taken_back_and_not_given() {
        held.add(TestDispatch.of(7));

        assertThat(held.takeBackIfNotGiven(7)).isTrue();

        assertThat(held.takeBackIfNotGiven(7)).as("once").isFalse();
        assertThat(give(7, true)).isEqualTo(new Fate.Gone());
        assertThat(toHosts).isEmpty();
    }

    @Test
    void a_recall_that_meets_the_giving_finds_it_given() throws InterruptedException {
        assertThat(whileItIsGiven(() -> told.add("taken back: " + held.takeBackIfNotGiven(7))))
                .containsExactly("given", "taken back: false");
        assertThat(held.has(7)).isTrue();
    }

    @Test
    void one_that_is_forgotten_while_it_is_given_can_be_stopped_at_the_hosts_after_that() throws InterruptedException {
        assertThat(whileItIsGiven(() -> told.add("removed: " + held.remove(7))))
                .containsExactly("given", "removed: true");
    }

    /** Gives it to a host that takes it when the other thread is over, or waits. */
    private List<String> whileItIsGiven(Runnable other) throws InterruptedException {
        held.add(TestDispatch.of(7));
        Thread thread = new Thread(other);
        held.give(7, () -> true, () -> {
            thread.start();
            while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            told.add("given");
        });
        thread.join();
        return told;
    }
}
