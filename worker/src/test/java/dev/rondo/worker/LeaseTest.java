package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeaseTest {

    private static final long SHORT = Duration.ofMillis(50).toNanos();
    private static final long LONG = Duration.ofHours(1).toNanos();

    private final LinkedBlockingQueue<Long> ends = new LinkedBlockingQueue<>();
    private final Lease lease = new Lease(System::nanoTime, () -> ends.add(System.nanoTime()));

    @BeforeEach
    void start() {
        lease.start();
    }

    @AfterEach
    void close() {
        lease.close();
    }

    private long end() throws InterruptedException {
        Long end = ends.poll(30, TimeUnit.SECONDS);
        assertThat(end).as("it ended").isNotNull();
        return end;
    }

    @Test
    void it_ends_by_itself_when_its_time_is_over_and_not_before() throws InterruptedException {
        long until = System.nanoTime() + SHORT;

        lease.renew(until);

        assertThat(end() - until).isPositive();
        assertThat(lease.lasts()).isFalse();
    }

    @Test
    void it_has_not_begun_before_it_is_renewed_and_begins_anew_after_an_end() throws InterruptedException {
        assertThat(lease.lasts()).isFalse();
        lease.renew(System.nanoTime() + SHORT);
        end();

        lease.renew(System.nanoTime() + LONG);

        assertThat(lease.lasts()).isTrue();
        assertThat(ends).isEmpty();
    }

    @Test
    void a_lease_that_is_renewed_to_an_earlier_moment_ends_then() throws InterruptedException {
        lease.renew(System.nanoTime() + LONG);

        lease.renew(System.nanoTime() + SHORT);

        end();
    }
}
