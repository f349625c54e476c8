package dev.rondo.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.scheduler.Chores.Chore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoresTest {

    private static Chore chore(String name, Runnable work) {
        return new Chore(name, Duration.ofMillis(1), work);
    }

    @Test
    void one_that_fails_is_tried_again_and_holds_up_no_other() throws InterruptedException {
        CountDownLatch failures = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(3);
        Chore failing = chore("fails", () -> {
            failures.countDown();
            throw new IllegalStateException("no right to make tables");
        });

        try (Chores chores = new Chores("test:chores", List.of(failing, chore("works", done::countDown)))) {
            chores.start();

            assertThat(failures.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void one_that_fails_with_an_error_is_tried_again() throws InterruptedException {
        CountDownLatch failures = new CountDownLatch(2);
        Chore failing = chore("fails", () -> {
            failures.countDown();
            throw new NoClassDefFoundError("a jar was replaced");
        });

        try (Chores chores = new Chores("test:chores", List.of(failing))) {
            chores.start();

            assertThat(failures.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void one_that_is_wanted_soon_is_not_done_at_its_time_only() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        Chore seldom = new Chore("seldom", Duration.ofHours(1), done::countDown);

        try (Chores chores = new Chores("test:chores", List.of(seldom))) {
            chores.start();
            chores.soon("seldom", Duration.ZERO);

            assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void one_that_is_wanted_again_before_its_turn_is_done_once() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        Chore first = new Chore("first", Duration.ofHours(1), () -> awaitUninterrupted(open));
        Chore often = new Chore("often", Duration.ofHours(1), done::incrementAndGet);
        CountDownLatch last = new CountDownLatch(2);
        Chore behind = new Chore("behind", Duration.ofHours(1), last::countDown);
        try (Chores chores = new Chores("test:chores", List.of(first, often, behind))) {
            chores.start();
            IntStream.range(0, 10).forEach(time -> chores.soon("often", Duration.ZERO));
            chores.soon("behind", Duration.ZERO);
            open.countDown();

            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(done).as("at its time, and once besides").hasValue(2);
        }
    }

    @Test
    void what_is_under_way_is_over_when_they_are_closed() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        Chores chores = new Chores("test:chores", List.of(new Chore("slow", Duration.ofHours(1), () -> {
            begun.countDown();
            awaitUninterrupted(closing);
            ended.incrementAndGet();
        })));
        chores.start();
        begun.await();
        Thread.ofVirtual().start(closing::countDown);

        chores.close();

        assertThat(ended).hasValue(1);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError("it is carried to its end", e);
        }
    }
}
