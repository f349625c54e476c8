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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host whose lease ended while it was frozen, and whose worker went on writing to its pipe. */
class TaskHostLeaseTest {

    private static final Duration LEASE = Duration.ofHours(1);
    private static final int PATIENCE_SECONDS = 20;

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Test
    void what_waited_in_the_pipe_past_the_lease_does_not_renew_it() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("host"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            SocketChannel ofHost = SocketChannel.open(address);
            try (HostLink worker = new HostLink(server.accept())) {
                Thread host = Thread.ofPlatform().daemon().start(() -> serve(new HostLink(ofHost)));
                assertThat(worker.receive()).isInstanceOf(HostMessage.Ready.class);

                nanos.addAndGet(LEASE.toNanos());
                worker.send(new HostMessage.Ping());
                assertThat(worker.receive()).as("still within the lease").isInstanceOf(HostMessage.Pong.class);
                assertThat(told).isEmpty();

                nanos.addAndGet(LEASE.toNanos() + 1);
                worker.send(new HostMessage.Ping());
                assertThat(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo("halted");
                assertThat(host.isAlive())
                        .as("it was the lease, not the end of the pipe")
                        .isTrue();
            }
        }
    }

    private void serve(HostLink link) {
        InstantSource clock = InstantSource.system();
        TaskHost host = new TaskHost(
                link,
                new TaskExecution(clock, OneTry.NO_DATA),
                clock,
                nanos::get,
                LEASE.toNanos(),
                "",
                status -> told.add("halted"));
        try {
            host.serve();
        } catch (IOException e) {
            told.add("the pipe broke: " + e);
        }
    }
}
