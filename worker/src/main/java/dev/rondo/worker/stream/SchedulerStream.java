package dev.rondo.worker.stream;

import dev.rondo.core.protocol.Frame;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.Wire;
import dev.rondo.core.protocol.WorkerMessage;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One open stream to a scheduler. What is sent while the line is busy goes together in the next frame: completions that
 * happen at the same time arrive at the scheduler, and are committed, together.
 */
public final class SchedulerStream implements AutoCloseable {

    // A scheduler that does not take a connection within this is tried again later, or another one is.
    private static final long CONNECT_SECONDS = 5;

    private static final long SEND_SECONDS = 30;

    private final URI scheduler;
    private final WebSocket socket;
    private final Incoming incoming;
    private final Thread sender;
    private final Wire wire = new Wire();
    private final BlockingQueue<WorkerMessage> outgoing = new LinkedBlockingQueue<>();

    /** Told what comes in, from the stream's own thread, in order. */
    public interface Listener {
        void said(SchedulerMessage message);

        /** The stream is over; told once. */
        void closed(String why);
    }

    private SchedulerStream(URI scheduler, WebSocket socket, Incoming incoming) {
        this.scheduler = scheduler;
        this.socket = socket;
        this.incoming = incoming;
        this.sender = Thread.ofPlatform().daemon().name("worker:send").unstarted(this::sendAll);
    }

    /**
     * Connects.
     *
     * @throws java.io.IOException when the scheduler cannot be reached or refuses
     */
    public static SchedulerStream connect(HttpClient client, URI scheduler, String token, Listener listener)
            throws java.io.IOException, InterruptedException {
        return connect(client, scheduler, token, listener, Duration.ofSeconds(CONNECT_SECONDS));
    }

    /** The same with another patience, for tests. */
    static SchedulerStream connect(HttpClient client, URI scheduler, String token, Listener listener, Duration patience)
            throws java.io.IOException, InterruptedException {
        URI http = scheduler.resolve("/execution/v1/stream");
        URI uri = URI.create("ws" + http.toString().substring("http".length()));
        Incoming incoming = new Incoming(listener);
        CompletableFuture<WebSocket> opening = client.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(uri, incoming);
        try {
            WebSocket socket = opening.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            SchedulerStream stream = new SchedulerStream(scheduler, socket, incoming);
            stream.sender.start();
            return stream;
        } catch (InterruptedException e) {
            giveUp(opening, incoming);
            throw e;
        } catch (ExecutionException | TimeoutException e) {
            giveUp(opening, incoming);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new java.io.IOException(
                    "cannot connect to the scheduler at " + scheduler + ": " + describe(cause), e);
        }
    }

    // A scheduler that was frozen answers all that it was asked when it goes on: nobody would close those streams, and
    // the end of one of them would be taken for the end of the stream that is open then.
    private static void giveUp(CompletableFuture<WebSocket> opening, Incoming incoming) {
        incoming.hush();
        var _ = opening.thenAccept(WebSocket::abort);
    }

    private static String describe(Throwable cause) {
        if (cause instanceof TimeoutException) {
            return "it does not answer";
        }
        if (cause instanceof java.net.http.WebSocketHandshakeException h) {
            int status = h.getResponse().statusCode();
            return status == 401 ? "it does not accept this worker's token" : "it answered with status " + status;
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    public URI scheduler() {
        return scheduler;
    }

    /** Lines up a message; never waits. */
    public void send(WorkerMessage message) {
        outgoing.add(message);
    }

    private void sendAll() {
        try {
            List<WorkerMessage> batch = new ArrayList<>();
            while (true) {
                batch.add(outgoing.take());
                outgoing.drainTo(batch);
                for (byte[] frame : Frame.split(wire, batch, Frame.OfWorker::new)) {
                    socket.sendBinary(ByteBuffer.wrap(frame), true).get(SEND_SECONDS, TimeUnit.SECONDS);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            incoming.close("sending failed: " + e.getMessage());
            socket.abort();
        }
    }

    @Override
    public void close() {
        sender.interrupt();
        socket.abort();
        incoming.close("closed");
    }

    private static final class Incoming implements WebSocket.Listener {

        private final Listener listener;
        private final Wire wire = new Wire();
        private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
        private boolean closed;

        Incoming(Listener listener) {
            this.listener = listener;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            partial.write(bytes, 0, bytes.length);
            if (last) {
                byte[] frame = partial.toByteArray();
                partial.reset();
                wire.decode(frame, Frame.OfScheduler.class).messages().forEach(listener::said);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            close("the scheduler closed the stream" + (reason.isEmpty() ? "" : ": " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            close(error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage());
        }

        /** Tells nobody that it is over. */
        synchronized void hush() {
            closed = true;
        }

        synchronized void close(String why) {
            if (!closed) {
                closed = true;
                listener.closed(why);
            }
        }
    }
}
