package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host of this process, as its worker at the other end of the pipe sees it. */
class TaskHostTest {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private TaskHost host;
    private Thread thread;
    private HostLink worker;

    @BeforeEach
    void start() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("host"));
        InstantSource clock = InstantSource.system();
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            host = new TaskHost(
                    new HostLink(SocketChannel.open(address)),
                    new TaskExecution(clock, OneTry.NO_DATA),
                    clock,
                    nanos::get,
                    LEASE.toNanos(),
                    "",
                    status -> told.add("halted"));
            worker = new HostLink(server.accept());
        }
        thread = Thread.ofPlatform().daemon().start(this::serve);
        assertThat(worker.receive()).isInstanceOf(HostMessage.Ready.class);
    }

    private void serve() {
        try {
            host.serve();
        } catch (IOException e) {
            told.add("the pipe broke: " + e);
        }
    }

    @AfterEach
    void close() throws IOException {
        worker.close();
    }

    /** The worker went on writing to the pipe of a host that was frozen. */
    @Test
    void what_waited_in_the_pipe_past_the_lease_does_not_renew_it() throws Exception {
        nanos.addAndGet(LEASE.toNanos());
        worker.send(new HostMessage.Ping());
        assertThat(worker.receive()).as("still within the lease").isInstanceOf(HostMessage.Pong.class);
        assertThat(told).isEmpty();

        nanos.addAndGet(LEASE.toNanos() + 1);
        worker.send(new HostMessage.Ping());
        assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("halted");
        assertThat(thread.isAlive())
                .as("it was the lease, not the end of the pipe")
                .isTrue();
    }

    /** Else a cancel that comes late interrupts what the thread does next. */
    @Test
    void a_try_whose_log_has_no_place_fails_and_is_over() throws Exception {
        worker.send(new HostMessage.Run(
                OneTry.dispatch("count", "", null, null), "", "", "no\0place", 1_000, "", List.of()));

        assertThat(worker.receive())
                .isInstanceOfSatisfying(
                        HostMessage.Done.class,
                        done -> assertThat(done.ended().message()).contains("no\0place"));
        assertThat(host.currentDispatch()).as("the try that is not over").isZero();
    }
}
