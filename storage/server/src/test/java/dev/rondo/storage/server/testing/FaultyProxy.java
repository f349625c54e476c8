package dev.rondo.storage.server.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Stands between a client and a server, and does to each request what the test wants to happen next. */
public final class FaultyProxy implements AutoCloseable {

    /** What becomes of a request. */
    public enum Fault {
        /** Nothing. */
        NONE,
        /** The connection ends before the server hears of it. */
        LOST,
        /** The server does it, and the connection ends before its answer. */
        ANSWER_LOST,
        /** 429. */
        TOO_MANY,
        /** 503. */
        UNAVAILABLE,
        /** 403. */
        FORBIDDEN,
        /** The answer ends half way. */
        HALF,
        /** One bit of the answer is another. */
        DAMAGED,
        /** The answer comes in little pieces, with a rest after each. */
        TRICKLE
    }

    private static final int PIECES = 20;
    private static final long REST_NANOS = Duration.ofMillis(20).toNanos();

    // What HttpClient sets itself, or may not be said of a body that is whole here.
    private static final Set<String> NOT_PASSED_ON =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private final HttpServer http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final URI server;
    private final Queue<Fault> next = new ConcurrentLinkedQueue<>();

    /** A proxy before that server. */
    public FaultyProxy(URI server) throws IOException {
        this.server = server;
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::serve);
        http.setExecutor(threads);
        http.start();
    }

    /** Where it listens. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** What becomes of the next requests, one each; nothing of those after them. */
    public void next(Fault... faults) {
        next.addAll(List.of(faults));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Fault queued = next.poll();
            Fault fault = queued == null ? Fault.NONE : queued;
            byte[] body = exchange.getRequestBody().readAllBytes();
            switch (fault) {
                case LOST -> {}
                case TOO_MANY -> exchange.sendResponseHeaders(429, -1);
                case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
                case FORBIDDEN -> exchange.sendResponseHeaders(403, -1);
                case NONE, ANSWER_LOST, HALF, DAMAGED, TRICKLE -> answer(exchange, passOn(exchange, body), fault);
            }
        }
    }

    private HttpResponse<byte[]> passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server + exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                request.header(name, values.getFirst());
            }
        });
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void answer(HttpExchange exchange, HttpResponse<byte[]> response, Fault fault) throws IOException {
        if (fault == Fault.ANSWER_LOST) {
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders()
                        .set(name, values.getFirst().replace(server.getAuthority(), uri().getAuthority()));
            }
        });
        if (response.request().method().equals("HEAD")) {
            response.headers()
                    .firstValue("content-length")
                    .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
        }
        byte[] bytes = response.body();
        if (fault == Fault.DAMAGED && bytes.length > 0) {
            bytes[bytes.length / 2] ^= 1;
        }
        exchange.sendResponseHeaders(response.statusCode(), bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            write(bytes, fault, exchange.getResponseBody());
        }
    }

    private static void write(byte[] bytes, Fault fault, OutputStream out) throws IOException {
        int length = fault == Fault.HALF ? bytes.length / 2 : bytes.length;
        int piece = fault == Fault.TRICKLE ? Math.max(1, length / PIECES) : length;
        for (int from = 0; from < length; from += piece) {
            out.write(bytes, from, Math.min(piece, length - from));
            out.flush();
            if (fault == Fault.TRICKLE) {
                LockSupport.parkNanos(REST_NANOS);
            }
        }
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
