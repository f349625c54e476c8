package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.rondo.cli.testing.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A server that makes the run and is gone before the next question. */
class TriggerTest {

    @Test
    void a_run_that_was_made_is_told_also_when_the_server_answers_nothing_more() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean made = exchange.getRequestMethod().equals("POST");
            byte[] answer = "{\"dag_run_id\":\"one\",\"state\":\"queued\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(made ? 200 : 503, made ? answer.length : -1);
            if (made) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        server.start();
        try {
            Shell shell = new Shell(Map.of(
                    "RONDO_API_URL", "http://127.0.0.1:" + server.getAddress().getPort(), "RONDO_API_TOKEN", "token"));

            Shell.Result result = shell.rondo("dags", "trigger", "hello");

            assertThat(result.err()).isEmpty();
            assertThat(result.code()).isEqualTo(ExitCode.OK.code());
            assertThat(result.out()).contains("one");
        } finally {
            server.stop(0);
        }
    }
}
