package dev.rondo.scheduler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class InboxTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DELAY = Duration.ofMillis(15);

    private final Inbox inbox = new Inbox(DELAY);

    private static Input started(long dispatchId) {
        return new Input.Said(new NoStream(), new WorkerMessage.Started(dispatchId, NOW));
    }

    private record NoStream() implements WorkerGateway.Stream {
        @Override
        public void send(SchedulerMessage message) {
            throw new AssertionError("nothing is sent");
        }

        @Override
        public void close(String reason) {
            throw new AssertionError("nothing is closed");
        }
    }

    @Test
    void that_a_body_began_waits_a_moment_for_company() {
        inbox.put(started(1));

        assertThat(inbox.take(10, NOW)).isEmpty();
        assertThat(inbox.take(10, NOW.plus(DELAY))).containsExactly(started(1));
    }

    @Test
    void it_does_not_wait_until_a_clock_that_was_set_back_has_caught_up() {
        inbox.put(started(1));
        assertThat(inbox.take(10, NOW)).isEmpty();

        assertThat(inbox.take(10, NOW.minus(Duration.ofHours(1)))).containsExactly(started(1));
    }
}
