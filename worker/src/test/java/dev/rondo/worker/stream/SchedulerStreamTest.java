package dev.rondo.worker.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.protocol.SchedulerMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulerStreamTest {

    // Never reached where the stream is closed.
    private static final int PATIENCE_MILLIS = 30_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> told = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    private final class Told implements SchedulerStream.Listener {
        @Override
        public void said(SchedulerMessage message) {
            told.add(message.toString());
        }

        @Override
        public void closed(String why) {
            told.add(why);
        }
    }

    @Test
    void a_scheduler_that_answers_when_it_was_given_up_finds_the_stream_closed_and_nobody_is_told() throws Exception {
        try (ServerSocket frozen = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI scheduler = URI.create("http://127.0.0.1:" + frozen.getLocalPort());
            assertThatThrownBy(() -> {
                        var _ = SchedulerStream.connect(client, scheduler, "token", new Told(), Duration.ofMillis(1));
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot connect to the scheduler at " + scheduler + ": it does not answer");

            try (Socket thawed = frozen.accept()) {
                thawed.setSoTimeout(PATIENCE_MILLIS);
                upgrade(thawed);

                assertThat(thawed.getInputStream().read()).as("the end").isEqualTo(-1);
            }
            assertThat(told).isEmpty();
        }
    }

    /** As a server does who takes the stream. */
    private static void upgrade(Socket socket) throws Exception {
        var request = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        String key = request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .map(line -> line.substring("Sec-WebSocket-Key: ".length()))
                .toList()
                .getFirst();
        byte[] accepted = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII));
        socket.getOutputStream()
                .write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: "
                                + Base64.getEncoder().encodeToString(accepted) + "\r\n\r\n")
                        .getBytes(US_ASCII));
    }
}
