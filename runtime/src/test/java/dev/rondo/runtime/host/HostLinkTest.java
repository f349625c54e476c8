package dev.rondo.runtime.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostLinkTest {

    @TempDir
    private Path folder;

    /** As that of a body which was cancelled, and asks for a connection to clear up with. */
    @Test
    void an_interrupted_thread_sends_and_stays_interrupted() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("host"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (HostLink host = new HostLink(SocketChannel.open(address));
                    HostLink worker = new HostLink(server.accept())) {
                Thread.currentThread().interrupt();
                host.send(new HostMessage.Pong());
                assertThat(Thread.interrupted()).as("still interrupted").isTrue();

                host.send(new HostMessage.Ready(1));

                assertThat(worker.receive()).isInstanceOf(HostMessage.Pong.class);
                assertThat(worker.receive()).isInstanceOf(HostMessage.Ready.class);
            }
        }
    }
}
