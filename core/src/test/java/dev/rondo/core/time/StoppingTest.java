package dev.rondo.core.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StoppingTest {

    @Test
    void it_returns_when_the_thread_is_over() throws InterruptedException {
        CountDownLatch working = new CountDownLatch(1);
        AtomicBoolean cleaned = new AtomicBoolean();
        Thread thread = Thread.ofPlatform().start(() -> {
            working.countDown();
            try {
                new Semaphore(0).acquire();
            } catch (InterruptedException e) {
                cleaned.set(true);
            }
        });
        working.await();

        Stopping.stop(thread);

        assertThat(thread.isAlive()).isFalse();
        assertThat(cleaned).isTrue();
    }

    @Test
    void one_that_was_never_started_is_over() {
        Thread thread = Thread.ofPlatform().unstarted(() -> {});

        Stopping.stop(thread);

        assertThat(thread.getState()).isEqualTo(Thread.State.NEW);
    }
}
