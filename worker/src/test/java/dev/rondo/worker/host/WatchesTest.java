package dev.rondo.worker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.core.protocol.Dispatch;
import dev.rondo.operators.testing.ToldSensor;
import dev.rondo.runtime.host.HostMessage;
import dev.rondo.sdk.Waiting;
import dev.rondo.sdk.internal.operator.OperatorRecord;
import dev.rondo.worker.testing.TestConfig;
import dev.rondo.worker.testing.TestDispatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors between their tries, in host JVMs as in production. */
class WatchesTest {

    // The hosts have the clock of this machine, and the sensors a timeout.
    private final Instant start = Instant.now();
    private final Instant far = start.plus(Duration.ofHours(1));
    private static final Duration PAUSE = Duration.ofSeconds(1);

    @TempDir
    private Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(start);
    private final BlockingQueue<Long> woken = new LinkedBlockingQueue<>();
    private final BlockingQueue<HostMessage.Request> asked = new LinkedBlockingQueue<>();
    private Watches watches;

    private final class Told implements Watches.Listener {
        @Override
        public void woke(List<Dispatch> dispatches) {
            dispatches.forEach(each -> woken.add(each.dispatchId()));
        }

        @Override
        public void asked(HostMessage.Request request) {
            asked.add(request);
        }
    }

    @BeforeEach
    void open() throws IOException {
        Files.createDirectories(home.resolve("hosts"));
        // A lease of seconds has pings within one, at which a host tells of a look that hangs.
        watches = new Watches(TestConfig.of(home, 1, ToldSensor.class), new Told(), now::get, System::nanoTime, 20_000);
        watches.start();
    }

    @AfterEach
    void close() {
        watches.close();
    }

    private Dispatch sensor(long id, String taskId) {
        Waiting waiting = Waiting.DEFAULT.withPokeInterval(PAUSE);
        return TestDispatch.ofOperator(
                id,
                taskId,
                OperatorRecord.of(new ToldSensor(waiting)).orElseThrow().spec(problem -> {}),
                start);
    }

    private boolean watch(Dispatch sensor) {
        return watches.watch(sensor, "", PAUSE, far);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(60, TimeUnit.SECONDS), "nothing came");
    }

    /** The next look of one of the sensors asks what to do, and is told. */
    private HostMessage.Request tell(String answer) throws InterruptedException {
        HostMessage.Request request = next(asked);
        watches.reply(request.dispatchId(), new HostMessage.Reply(request.requestId(), "\"" + answer + "\"", null));
        return request;
    }

    /** As many as are to be woken, in any order; others would be among them. */
    private Set<Long> wokenIds(int number) throws InterruptedException {
        Set<Long> ids = new TreeSet<>();
        for (int i = 0; i < number; i++) {
            ids.add(next(woken));
        }
        return ids;
    }

    @Test
    void a_sensor_looks_again_and_again_and_is_woken_when_it_sees_something() throws Exception {
        assertThat(watch(sensor(1, "a"))).isTrue();

        List<String> places = new ArrayList<>();
        for (int look = 0; look < 3; look++) {
            HostMessage.Request request = tell("again");
            assertThat(request.dispatchId()).isEqualTo(1);
            places.add(Objects.requireNonNull(request.arguments().getFirst()));
        }
        assertThat(woken).isEmpty();
        HostMessage.Request last = tell("there");

        assertThat(next(woken)).isEqualTo(1);
        assertThat(places).as("in one process").containsOnly(last.arguments().getFirst());
        assertThat(watches.size()).isZero();
        assertThat(home.resolve("logs")).doesNotExist();
        assertThat(home.resolve("work")).doesNotExist();
    }

    @Test
    void when_their_host_is_killed_all_are_woken_and_looked_for_in_tries_for_a_while() throws Exception {
        for (long id = 1; id <= 3; id++) {
            assertThat(watch(sensor(id, "t" + id))).isTrue();
        }
        String pid = Objects.requireNonNull(next(asked).arguments().getFirst());

        assertThat(new ProcessBuilder("kill", "-KILL", pid).start().waitFor()).isZero();

        assertThat(wokenIds(3)).containsExactly(1L, 2L, 3L);
        assertThat(watches.size()).isZero();
        assertThat(watch(sensor(4, "t4"))).as("nobody knows who killed it").isFalse();
    }

    @Test
    void a_look_that_hangs_costs_its_own_sensor_the_watch_and_the_others_but_their_host() throws Exception {
        assertThat(watch(TestDispatch.withTimeout(sensor(1, "hangs"), Duration.ofMillis(200))))
                .isTrue();
        HostMessage.Request first = tell("hang");
        assertThat(watch(sensor(2, "good"))).isTrue();

        assertThat(wokenIds(2)).containsExactly(1L, 2L);
        assertThat(watch(sensor(3, "hangs"))).as("its next look").isFalse();
        assertThat(watch(sensor(4, "good"))).isTrue();
        HostMessage.Request later = tell("again");
        assertThat(later.dispatchId()).isEqualTo(4);
        assertThat(later.arguments()).as("in a new host").isNotEqualTo(first.arguments());
    }

    @Test
    void a_look_that_ends_the_jvm_is_not_watched_again() throws Exception {
        assertThat(watch(sensor(1, "exits"))).isTrue();
        var _ = tell("exit");

        assertThat(next(woken)).isEqualTo(1);
        assertThat(watch(sensor(2, "exits"))).isFalse();
        assertThat(watch(sensor(3, "good"))).isTrue();
    }

    @Test
    void a_host_that_hears_nothing_ends_itself_and_its_sensors_are_woken() throws Exception {
        watches.close();
        watches = new Watches(TestConfig.of(home, 1, ToldSensor.class), new Told(), now::get, System::nanoTime, 4);
        assertThat(watch(sensor(1, "a"))).isTrue();
        // Nobody pings it: its own lease ends it, as that of one whose worker is frozen.
        assertThat(next(woken)).isEqualTo(1);
    }

    @Test
    void whoever_looks_in_a_try_is_watched_no_longer_and_nobody_is_told() throws Exception {
        assertThat(watch(sensor(1, "a"))).isTrue();
        HostMessage.Request look = next(asked);

        watches.forget(sensor(9, "a"));
        watches.reply(look.dispatchId(), new HostMessage.Reply(look.requestId(), "\"there\"", null));
        assertThat(watch(sensor(2, "b"))).isTrue();
        watches.wakeAll();

        assertThat(watches.find(1)).isNull();
        assertThat(next(woken)).isEqualTo(2);
        assertThat(woken).isEmpty();
    }

    @Test
    void a_newer_dispatch_of_an_instance_is_watched_in_place_of_the_older() throws Exception {
        assertThat(watch(sensor(1, "a"))).isTrue();
        assertThat(watch(sensor(2, "a"))).isTrue();

        assertThat(watches.size()).isEqualTo(1);
        watches.wakeAll();
        assertThat(next(woken)).isEqualTo(2);
        assertThat(watches.size()).isZero();
    }

    @Test
    void a_watch_ends_when_the_scheduler_has_it_look_anyway() throws Exception {
        assertThat(watch(sensor(1, "a"))).isTrue();
        HostMessage.Request look = next(asked);

        now.set(far);
        while (watches.find(look.dispatchId()) != null) {
            Thread.onSpinWait(); // until the next tick
        }

        assertThat(woken).isEmpty();
    }
}
