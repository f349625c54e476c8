package dev.rondo.benchmarks.overload;

import dev.rondo.benchmarks.server.BenchmarkException;
import dev.rondo.core.protocol.Frame;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.Wire;
import dev.rondo.core.protocol.WorkerMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Many workers' streams to a scheduler, that serve a queue of which nothing comes and renew their leases. */
final class IdleWorkers implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    // A third of the default lease, as workers do.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final long MEMORY = 1L << 30;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());
    private final List<Line> lines = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();

    private IdleWorkers() {}

    /** Connects so many, and returns when all are welcome. */
    static IdleWorkers connect(URI scheduler, String token, int count) {
        IdleWorkers workers = new IdleWorkers();
        try {
            CountDownLatch welcome = new CountDownLatch(count);
            URI stream = URI.create(
                    "ws" + scheduler.resolve("/execution/v1/stream").toString().substring("http".length()));
            for (int i = 0; i < count; i++) {
                workers.lines.add(workers.line(stream, token, "idle" + i, welcome));
            }
            if (!welcome.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new BenchmarkException(welcome.getCount() + " of " + count + " workers were not welcome");
            }
            return workers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            workers.close();
            throw new BenchmarkException("interrupted", e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            workers.close();
            throw new BenchmarkException("a worker could not connect: " + e.getMessage(), e);
        }
    }

    /** How many the scheduler, or the line, has put out so far. */
    int lost() {
        return closed.get();
    }

    private Line line(URI stream, String token, String name, CountDownLatch welcome)
            throws InterruptedException, ExecutionException, TimeoutException {
        Heard heard = new Heard(welcome);
        WebSocket socket = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(stream, heard)
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Line line = new Line(socket);
        line.say(new WorkerMessage.Hello(
                WorkerMessage.PROTOCOL,
                UUID.randomUUID().toString(),
                name,
                "benchmark",
                1,
                1,
                MEMORY,
                List.of("nothing_comes_here"),
                List.of(),
                1,
                false));
        var ignored = clock.scheduleAtFixedRate(
                line::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
        return line;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        lines.forEach(line -> line.socket.abort());
        client.shutdownNow();
    }

    /** What one worker says. */
    private static final class Line {
        private final WebSocket socket;
        private final Wire wire = new Wire();
        private long beat;

        Line(WebSocket socket) {
            this.socket = socket;
        }

        void beat() {
            say(new WorkerMessage.Heartbeat(++beat, 1, 0, 0, MEMORY));
        }

        void say(WorkerMessage message) {
            for (byte[] frame : Frame.split(wire, List.of(message), Frame.OfWorker::new)) {
                var ignored = socket.sendBinary(ByteBuffer.wrap(frame), true);
            }
        }
    }

    /** What one worker hears: that it is welcome. */
    private final class Heard implements WebSocket.Listener {
        private final CountDownLatch welcome;
        private final Wire wire = new Wire();

        Heard(CountDownLatch welcome) {
            this.welcome = welcome;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            // All that is said to an idle worker is small: one message is one piece.
            byte[] frame = new byte[data.remaining()];
            data.get(frame);
            wire.decode(frame, Frame.OfScheduler.class).messages().stream()
                    .filter(SchedulerMessage.Welcome.class::isInstance)
                    .forEach(_ -> welcome.countDown());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.incrementAndGet();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.incrementAndGet();
        }
    }
}
