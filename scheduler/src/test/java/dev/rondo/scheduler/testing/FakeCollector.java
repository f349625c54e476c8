package dev.rondo.scheduler.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/** A server that keeps what is posted to it, and answers as the test says. */
public final class FakeCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<Posted> posted = new CopyOnWriteArrayList<>();
    private final List<Posted> refused = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    /**
     * A request.
     *
     * @param headers by their names in lower case
     * @param latin1 its body, unpacked, a byte a character
     */
    public record Posted(String path, Map<String, String> headers, String latin1) {

        public byte[] bytes() {
            return latin1.getBytes(StandardCharsets.ISO_8859_1);
        }

        public String text() {
            return new String(bytes(), StandardCharsets.UTF_8);
        }
    }

    public FakeCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
            byte[] body = exchange.getRequestBody().readAllBytes();
            if ("gzip".equals(headers.get("content-encoding"))) {
                try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
                    body = unpacked.readAllBytes();
                }
            }
            Posted one = new Posted(
                    exchange.getRequestURI().getPath(), headers, new String(body, StandardCharsets.ISO_8859_1));
            int answer = status;
            (answer == 200 ? posted : refused).add(one);
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    /** It answers with this from now on. */
    public void answers(int code) {
        status = code;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it took, in order. */
    public List<Posted> posted() {
        return List.copyOf(posted);
    }

    /** What it was sent and did not take. */
    public List<Posted> refused() {
        return List.copyOf(refused);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
