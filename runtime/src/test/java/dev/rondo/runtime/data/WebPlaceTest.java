package dev.rondo.runtime.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.sdk.Connection;
import dev.rondo.sdk.data.DataPath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebPlaceTest {

    private static final byte[] CONTENT = "one\ntwo\n".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    private TryData data;
    private String address;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        address = "http://127.0.0.1:" + server.getAddress().getPort();
        data = new TryData(
                new DataRoot(folder.toString(), Map.of(), pauses::add),
                id -> id.equals("web")
                        ? Optional.of(Connection.ofUri("web", "http://me:pass@host"))
                        : Optional.empty());
    }

    @AfterEach
    void stop() {
        data.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String by = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(exchange.getRequestMethod() + " " + path + (by == null ? "" : " " + by));
            int status = switch (path) {
                case "/file", "/half" -> 200;
                case "/later" -> asked.size() < 3 ? 503 : 200;
                case "/forbidden" -> 403;
                case "/busy" -> 503;
                case "/moved" -> 302;
                case "/no-head" -> exchange.getRequestMethod().equals("HEAD") ? 405 : 200;
                default -> 404;
            };
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/elsewhere");
            exchange.getResponseHeaders().set("Last-Modified", "Thu, 01 Jan 2026 00:00:00 GMT");
            if (exchange.getRequestMethod().equals("HEAD") || status != 200) {
                exchange.getResponseHeaders().set("Content-Length", Integer.toString(CONTENT.length));
                exchange.sendResponseHeaders(status, -1);
            } else {
                exchange.sendResponseHeaders(status, CONTENT.length);
                exchange.getResponseBody().write(CONTENT, 0, path.equals("/half") ? 3 : CONTENT.length);
            }
        }
    }

    @Test
    void a_file_is_found_and_read() throws IOException {
        DataPath file = data.path(address + "/file");

        assertThat(file.readAllLines()).containsExactly("one", "two");
        assertThat(file.find().orElseThrow().sizeBytes()).isEqualTo(CONTENT.length);
        assertThat(file.find().orElseThrow().changedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(file.name()).isEqualTo("file");
        assertThat(file).hasToString(address + "/file");
        file.copyTo(data.path("copy"));
        assertThat(folder.resolve("copy")).hasBinaryContent(CONTENT);
        assertThat(data.path(address + "/no-head").exists()).isTrue();
    }

    @Test
    void what_is_not_there_is_no_file_and_what_is_forbidden_is_told() throws IOException {
        assertThat(data.path(address + "/none").exists()).isFalse();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> data.path(address + "/none").readString())
                .withMessageContaining(address + "/none");
        assertThatExceptionOfType(AccessDeniedException.class)
                .isThrownBy(() -> data.path(address + "/forbidden").readString())
                .withMessageContaining("403", "connection with a login");
    }

    @Test
    void what_may_pass_is_tried_again_and_told_in_the_end() throws IOException {
        assertThat(data.path(address + "/later").readAllBytes()).isEqualTo(CONTENT);
        assertThat(pauses).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));

        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> data.path(address + "/busy").readAllBytes())
                .withMessageContaining("answered 503");
    }

    @Test
    void half_of_a_file_is_an_error() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> data.path(address + "/half").readAllBytes());
    }

    @Test
    void a_login_goes_to_the_server_that_was_named_and_nowhere_else() throws IOException {
        assertThat(data.path(address + "/file", "web").readAllBytes()).isEqualTo(CONTENT);
        assertThat(asked).containsExactly("GET /file Basic bWU6cGFzcw==");

        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> data.path(address + "/moved", "web").readAllBytes())
                .withMessageContaining("302")
                .withMessageNotContaining("pass");
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> data.path(address + "/file", "other"))
                .withMessageContaining("RONDO_CONN_OTHER");
    }

    @Test
    void the_signature_of_a_link_is_not_told() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> data.path(address + "/none?signature=hidden").readAllBytes())
                .withMessageContaining("/none?…")
                .withMessageNotContaining("hidden");
    }

    @Test
    void a_web_server_is_only_read() {
        DataPath file = data.path(address + "/file");

        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> file.writeString("x"))
                .withMessageContaining("only read");
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(file::delete);
        assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(file::list);
    }
}
