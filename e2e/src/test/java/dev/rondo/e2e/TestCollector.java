package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector of spans and a server of lineage that keeps what it is sent, and hangs while a test wants it to. */
final class TestCollector implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AWAY = 503;

    private final CountDownLatch spansAreHeld = new CountDownLatch(1);
    private final List<String> spans = new CopyOnWriteArrayList<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final HttpServer server;
    // Open: events are kept as they come.
    private volatile CountDownLatch eventsAreHeld = new CountDownLatch(0);

    /** One that holds spans until {@link #takeSpans}. */
    TestCollector() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/v1/traces", this::takeSpans);
        server.createContext("/api/v1/lineage", this::takeEvent);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lets spans through from now on. */
    void takeSpans() {
        spansAreHeld.countDown();
    }

    /** Lets whoever tells of lineage wait, and then keeps nothing of that. */
    void holdEvents() {
        hanging.set(0);
        eventsAreHeld = new CountDownLatch(1);
    }

    /** Keeps events again. */
    void takeEvents() {
        CountDownLatch held = eventsAreHeld;
        eventsAreHeld = new CountDownLatch(0);
        held.countDown();
    }

    /** How many requests with events wait, or have waited, since they are held. */
    int hanging() {
        return hanging.get();
    }

    private void takeSpans(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream unpacked = new GZIPInputStream(exchange.getRequestBody())) {
            String body = new String(unpacked.readAllBytes(), ISO_8859_1);
            spansAreHeld.await();
            spans.add(body);
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeEvent(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody());
            CountDownLatch held = eventsAreHeld;
            if (held.getCount() > 0) {
                hanging.incrementAndGet();
                held.await();
                exchange.sendResponseHeaders(AWAY, -1);
                return;
            }
            events.add(event);
            exchange.sendResponseHeaders(201, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether an id is in some of what was sent: it is there as bytes. */
    boolean has(String hex) {
        String bytes = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
        return spans.stream().anyMatch(each -> each.contains(bytes));
    }

    /** Jobs of which events of that type were kept. */
    List<String> jobs(String type) {
        return told(type, "/job/name");
    }

    /** What events of that type have at a place, each once. */
    List<String> told(String type, String pointer) {
        return events.stream()
                .filter(each -> each.path("eventType").textValue().equals(type))
                .map(each -> each.at(pointer).asText())
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        takeSpans();
        takeEvents();
        server.stop(0);
    }
}
