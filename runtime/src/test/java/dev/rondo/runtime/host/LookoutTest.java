package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.WorkerMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookoutTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final long PAUSE_MILLIS = 20;

    /** How much later it is than the JVM's clock says. */
    private final AtomicLong later = new AtomicLong();

    private final Map<Long, Integer> looks = new ConcurrentHashMap<>();
    private final BlockingQueue<Long> woken = new LinkedBlockingQueue<>();
    private final AtomicInteger asked = new AtomicInteger();

    /** What the look of a dispatch does, which is the so-manieth of it. */
    private interface Look {
        WorkerMessage.Ended at(long dispatchId, int number, TaskRunner.Server server) throws Exception;
    }

    private static WorkerMessage.Ended again(long dispatchId) {
        End end = new End(dispatchId, NOW);
        end.watchUntil(NOW.plus(Duration.ofDays(7)));
        return end.lookAgain(NOW.plusMillis(PAUSE_MILLIS), null);
    }

    private static WorkerMessage.Ended seen(long dispatchId) {
        return new End(dispatchId, NOW).succeeded(null, null, -1, Map.of());
    }

    private Lookout lookout(Look look, TaskRunner.Server server) {
        TaskRunner runner = (run, log, asks, begun, cancelled, onCancel) -> {
            long id = run.dispatch().dispatchId();
            int number = looks.merge(id, 1, Integer::sum);
            log.write("info", "test", "a line that nobody keeps");
            try {
                return look.at(id, number, asks);
            } catch (Exception e) {
                return new End(id, NOW).failed("exception", String.valueOf(e.getMessage()), true);
            }
        };
        return new Lookout(
                runner, InstantSource.fixed(NOW), () -> System.nanoTime() + later.get(), id -> server, woken::add);
    }

    private static HostMessage.Watch watch(long dispatchId, long timeoutMillis) {
        Dispatch dispatch = new Dispatch(
                dispatchId,
                "token",
                1,
                "dag",
                "run",
                "wait",
                -1,
                1,
                1,
                "",
                "",
                "",
                new Dispatch.RunFacts("manual", null, null, null, NOW, "UTC", "{}", "{}", null),
                List.of(),
                null,
                null,
                NOW,
                timeoutMillis,
                0,
                List.of(),
                "warm",
                "default",
                null,
                null,
                false,
                null);
        return new HostMessage.Watch(new HostMessage.Run(dispatch, "", "", "", 0, "", List.of()), PAUSE_MILLIS);
    }

    private long nextWoken() throws InterruptedException {
        return Objects.requireNonNull(woken.poll(60, TimeUnit.SECONDS), "nothing was woken");
    }

    @Test
    void it_looks_again_and_again_and_tells_once_what_is_not_again() throws Exception {
        Lookout lookout = lookout((id, number, server) -> number < 4 ? again(id) : seen(id), noServer());

        lookout.watch(watch(1, 0));

        assertThat(nextWoken()).isEqualTo(1);
        assertThat(looks).isEqualTo(Map.of(1L, 4));
        lookout.watch(watch(2, 0));
        assertThat(nextWoken()).isEqualTo(2);
        assertThat(looks).as("the first is forgotten").isEqualTo(Map.of(1L, 4, 2L, 4));
    }

    @Test
    void a_look_that_fails_or_says_again_without_leave_is_told_at_once() throws Exception {
        Lookout lookout = lookout(
                (id, number, server) -> {
                    if (id == 1) {
                        throw new IllegalStateException("broken");
                    }
                    return new End(id, NOW).lookAgain(NOW.plusSeconds(1), null);
                },
                noServer());

        lookout.watch(watch(1, 0));
        assertThat(nextWoken()).isEqualTo(1);
        lookout.watch(watch(2, 0));
        assertThat(nextWoken()).isEqualTo(2);

        assertThat(looks).isEqualTo(Map.of(1L, 1, 2L, 1));
    }

    @Test
    void what_is_unwatched_during_its_look_is_not_told() throws Exception {
        BlockingQueue<Lookout> self = new LinkedBlockingQueue<>();
        Lookout lookout = lookout(
                (id, number, server) -> {
                    if (id == 1) {
                        self.take().unwatch(1);
                    }
                    return seen(id);
                },
                noServer());
        self.add(lookout);

        lookout.watch(watch(1, 0));
        lookout.watch(watch(2, 0));

        assertThat(nextWoken()).isEqualTo(2);
        while (looks.size() < 2 || lookout.looking() != 0) {
            Thread.onSpinWait();
        }
        assertThat(woken).isEmpty();
    }

    @Test
    void a_question_without_an_answer_is_asked_once_more_before_the_sensor_is_woken() throws Exception {
        TaskRunner.Server silent = (kind, arguments) -> {
            asked.incrementAndGet();
            throw new TaskRunner.ServerException("nobody answers");
        };
        Lookout lookout = lookout(
                (id, number, server) -> {
                    if (number == 2) {
                        return again(id); // it did not ask, so the next silence is the first one again
                    }
                    var _ = server.ask(Ask.RUN, "dag", "run", null);
                    return again(id);
                },
                silent);

        lookout.watch(watch(1, 0));

        assertThat(nextWoken()).isEqualTo(1);
        assertThat(looks).isEqualTo(Map.of(1L, 4));
        assertThat(asked).hasValue(3);
    }

    @Test
    void a_connection_is_asked_for_once_for_all_looks_of_some_seconds() throws Exception {
        TaskRunner.Server counting = (kind, arguments) -> "gs://" + kind + "/" + asked.incrementAndGet();
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        Lookout lookout = lookout(
                (id, number, server) -> {
                    if (number == 4) {
                        later.addAndGet(TimeUnit.SECONDS.toNanos(11));
                    }
                    answers.add(String.valueOf(server.ask(Ask.CONNECTION, "bucket")));
                    return number < 4 ? again(id) : seen(id);
                },
                counting);

        lookout.watch(watch(1, 0));

        assertThat(nextWoken()).isEqualTo(1);
        assertThat(answers)
                .containsExactly("gs://connection/1", "gs://connection/1", "gs://connection/1", "gs://connection/2");
    }

    @Test
    void a_sensor_that_is_very_late_is_woken_without_a_look() throws Exception {
        CountDownLatch both = new CountDownLatch(1);
        Lookout lookout = lookout(
                (id, number, server) -> {
                    both.await();
                    later.addAndGet(TimeUnit.SECONDS.toNanos(60)); // so long did this look take
                    return seen(id);
                },
                noServer());

        lookout.watch(watch(1, 0));
        while (lookout.looking() != 1) {
            Thread.onSpinWait();
        }
        lookout.watch(watch(2, 0));
        both.countDown();

        assertThat(List.of(nextWoken(), nextWoken())).containsExactly(1L, 2L);
        assertThat(looks).isEqualTo(Map.of(1L, 1));
    }

    @Test
    void a_look_hangs_that_takes_longer_than_half_a_minute_or_its_timeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Lookout lookout = lookout(
                (id, number, server) -> {
                    end.await();
                    return seen(id);
                },
                noServer());
        assertThat(lookout.hanging()).isZero();

        lookout.watch(watch(7, Duration.ofSeconds(10).toMillis()));
        while (lookout.looking() != 7) {
            Thread.onSpinWait();
        }
        assertThat(lookout.hanging()).as("it has begun").isZero();
        later.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertThat(lookout.hanging()).isEqualTo(7);

        end.countDown();
        assertThat(nextWoken()).isEqualTo(7);
        assertThat(lookout.hanging()).isZero();
    }

    private static TaskRunner.Server noServer() {
        return (kind, arguments) -> {
            throw new AssertionError("nobody asks here");
        };
    }
}
