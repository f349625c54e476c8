package dev.rondo.scheduler.execution;

import dev.rondo.core.protocol.Frame;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.Wire;
import dev.rondo.scheduler.fleet.WorkerGateway;
import io.javalin.websocket.WsContext;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.websocket.api.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of one worker on the scheduler's side. What is sent while the line is busy goes together in the next
 * frame.
 */
final class StreamSession implements WorkerGateway.Stream {

    private static final Logger LOG = LoggerFactory.getLogger(StreamSession.class);

    // A worker that does not take a frame within this is cut off; its lease decides what becomes of its tries.
    private static final long SEND_SECONDS = 30;

    private static final int NORMAL_CLOSURE = 1000;

    private final WsContext socket;
    private final Wire wire;
    // Empty: the end, after which nothing is sent any more.
    private final BlockingQueue<Optional<SchedulerMessage>> outgoing = new LinkedBlockingQueue<>();
    private final Thread sender;
    private volatile String closeReason = "";

    /** Whether Hello was said. Touched by the reading thread alone. */
    boolean greeted;

    StreamSession(WsContext socket, Wire wire) {
        this.socket = socket;
        this.wire = wire;
        this.sender = Thread.ofVirtual().name("worker-stream:send").unstarted(this::sendAll);
    }

    void start() {
        sender.start();
    }

    @Override
    public void send(SchedulerMessage message) {
        outgoing.add(Optional.of(message));
    }

    /** What was sent before goes out first: a worker that is refused learns why. */
    @Override
    public void close(String reason) {
        closeReason = reason;
        outgoing.add(Optional.empty());
    }

    /** The socket is closed already. */
    void ended() {
        sender.interrupt();
    }

    private void sendAll() {
        List<SchedulerMessage> batch = new ArrayList<>();
        try {
            while (true) {
                boolean end = take(batch);
                for (byte[] frame : frames(batch)) {
                    Sent sent = new Sent();
                    socket.session.sendBinary(ByteBuffer.wrap(frame), sent);
                    if (!sent.done.await(SEND_SECONDS, TimeUnit.SECONDS) || sent.failure != null) {
                        LOG.atInfo()
                                .setCause(sent.failure)
                                .log("a worker does not take what it is sent; its stream is closed");
                        socket.session.disconnect();
                        return;
                    }
                }
                batch.clear();
                if (end) {
                    socket.closeSession(NORMAL_CLOSURE, closeReason);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (RuntimeException e) {
            // A stream that nobody sends on must not look open: the worker connects anew and says what it holds.
            LOG.atError().setCause(e).log("the sender of a worker's stream failed; the stream is closed");
            socket.session.disconnect();
        }
    }

    /** Waits for what is to be sent, and takes all that is there. True: the end came. */
    private boolean take(List<SchedulerMessage> batch) throws InterruptedException {
        for (Optional<SchedulerMessage> next = outgoing.take(); next != null; next = outgoing.poll()) {
            if (next.isEmpty()) {
                return true;
            }
            batch.add(next.get());
        }
        return false;
    }

    private List<byte[]> frames(List<SchedulerMessage> batch) {
        return batch.isEmpty() ? List.of() : Frame.split(wire, batch, Frame.OfScheduler::new);
    }

    private static final class Sent implements Callback {
        final CountDownLatch done = new CountDownLatch(1);
        volatile @Nullable Throwable failure;

        @Override
        public void succeed() {
            done.countDown();
        }

        @Override
        public void fail(Throwable cause) {
            failure = cause;
            done.countDown();
        }
    }
}
