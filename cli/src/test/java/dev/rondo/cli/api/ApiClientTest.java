package dev.rondo.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.rondo.cli.CommandException;
import dev.rondo.worker.stream.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] answer = "{\"total_entries\": 1}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void at_its_end_a_process_has_no_thread_left_that_waits_in_the_operating_system() {
        Set<Thread> before = selectors();
        ApiClient client = client();
        assertThat(client.get("/api/v2/dags").require("total_entries").toJson()).isEqualTo("1");
        assertThat(selectors()).as("threads of an open client").isNotEqualTo(before);

        ApiClient.closeAll();

        assertThat(selectors()).isSubsetOf(before);
        assertThatThrownBy(() -> client.get("/api/v2/dags")).isInstanceOf(CommandException.class);
    }

    private ApiClient client() {
        return new ApiClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Trust.JDK, ApiClient.Tokens.NONE);
    }

    /** The JDK gives its clients' threads no other sign than their names. */
    private static Set<Thread> selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .collect(Collectors.toSet());
    }
}
