package dev.rondo.scheduler.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.core.metrics.Scrape;
import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Frame;
import dev.rondo.core.protocol.LogChunk;
import dev.rondo.core.protocol.SchedulerMessage;
import dev.rondo.core.protocol.Wire;
import dev.rondo.core.protocol.WorkerMessage;
import dev.rondo.metadata.blob.FileBlobStore;
import dev.rondo.metadata.log.FileLogStore;
import dev.rondo.metadata.query.Probes;
import dev.rondo.scheduler.fleet.WorkerGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The execution API over real sockets. */
class ExecutionServerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

    private static final String TOKEN = "the-workers-token";

    private final Wire wire = new Wire();
    private final Told told = new Told();
    private final AtomicReference<Map<String, Instant>> heartbeats = new AtomicReference<>(Map.of());
    private final AtomicBoolean works = new AtomicBoolean(true);
    private final HttpClient http = HttpClient.newHttpClient();
    private ExecutionServer server;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new ExecutionServer(
                new ExecutionServer.ExecutionConfig("127.0.0.1", 0, TOKEN),
                told,
                new NoQuestions(),
                new FileBlobStore(folder.resolve("jars")),
                new FileLogStore(folder.resolve("logs")),
                new Scrape("token-of-metrics", () -> "counted 1\n"),
                new Probes(heartbeats::get, () -> NOW, since -> works.get()));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    /** Writes down what it is told. */
    private static final class Told implements WorkerGateway {
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
        volatile @Nullable Stream stream;

        @Override
        public void connected(Stream from, WorkerMessage.Hello hello) {
            stream = from;
            events.add(hello);
        }

        @Override
        public void said(Stream from, WorkerMessage message) {
            events.add(message);
        }

        @Override
        public void disconnected(Stream from) {
            events.add("disconnected");
        }

        Object next() throws InterruptedException {
            Object event = events.poll(20, TimeUnit.SECONDS);
            assertThat(event).as("the gateway is told within 20 s").isNotNull();
            return event;
        }
    }

    private static final class NoQuestions implements DispatchQuestions {
        @Override
        public List<@Nullable String> inputs(String token) throws NotAllowedException {
            throw new NotAllowedException("no dispatch of this token");
        }

        @Override
        public @Nullable String answer(String token, Ask ask) throws NotAllowedException {
            throw new NotAllowedException("no dispatch of this token");
        }
    }

    /** A worker's end of the stream. */
    private final class Client implements WebSocket.Listener {
        final BlockingQueue<SchedulerMessage> messages = new LinkedBlockingQueue<>();
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final java.io.ByteArrayOutputStream parts = new java.io.ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            parts.writeBytes(bytes);
            if (last) {
                messages.addAll(wire.decode(parts.toByteArray(), Frame.OfScheduler.class)
                        .messages());
                parts.reset();
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.complete(status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.complete(-1);
        }
    }

    private WebSocket open(String token, Client client) {
        return http.newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/execution/v1/stream"), client)
                .join();
    }

    private static WorkerMessage.Hello hello(int protocol) {
        return new WorkerMessage.Hello(
                protocol, "w1", "w1", "test", 2, 0, 1 << 20, List.of("default"), List.of(), 1, true);
    }

    private void send(WebSocket socket, Record frame) {
        socket.sendBinary(ByteBuffer.wrap(wire.encode(frame)), true).join();
    }

    private void say(WebSocket socket, WorkerMessage... messages) {
        send(socket, new Frame.OfWorker(List.of(messages)));
    }

    @Test
    void a_worker_says_hello_and_messages_go_both_ways_in_order() throws Exception {
        Client client = new Client();
        WebSocket socket = open(TOKEN, client);
        say(socket, hello(WorkerMessage.PROTOCOL), new WorkerMessage.Heartbeat(7, 0, 0, 0, 0));
        assertThat(told.next()).isEqualTo(hello(WorkerMessage.PROTOCOL));
        assertThat(told.next()).isEqualTo(new WorkerMessage.Heartbeat(7, 0, 0, 0, 0));
        var stream = told.stream;
        assertThat(stream).isNotNull();
        for (long beat = 0; beat < 1000; beat++) {
            stream.send(new SchedulerMessage.LeaseRenewed(beat));
        }
        for (long beat = 0; beat < 1000; beat++) {
            assertThat(client.messages.poll(20, TimeUnit.SECONDS)).isEqualTo(new SchedulerMessage.LeaseRenewed(beat));
        }

        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();

        assertThat(told.next()).isEqualTo("disconnected");
    }

    @Test
    void a_wrong_token_opens_no_stream_and_gets_nothing() throws Exception {
        for (String wrong : List.of("", "wrong", TOKEN + "x")) {
            assertThatThrownBy(() -> open(wrong, new Client()))
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            WebSocketHandshakeException.class,
                            e -> assertThat(e.getResponse().statusCode()).isEqualTo(401));
            assertThat(status("GET", "/jars/" + "0".repeat(64), wrong, new byte[0]))
                    .isEqualTo(401);
            assertThat(status("POST", "/logs", wrong, new byte[0])).isEqualTo(401);
        }
        assertThat(status("POST", "/dispatches/1/inputs", TOKEN, new byte[0])).isEqualTo(403);
        assertThat(told.events).isEmpty();
    }

    @Test
    void with_the_right_token_what_is_not_there_or_no_message_is_told_apart() throws Exception {
        assertThat(status("GET", "/jars/" + "0".repeat(64), TOKEN, new byte[0])).isEqualTo(404);
        assertThat(status("POST", "/logs", TOKEN, new byte[] {99, 1, 2})).isEqualTo(400);
        assertThat(status("POST", "/dispatches/1/ask", TOKEN, new byte[] {99, 1, 2}))
                .isEqualTo(400);
    }

    @Test
    void logs_that_cannot_be_kept_are_refused_with_the_reason_and_taken_once_they_can_be() throws Exception {
        Path inTheWay = Files.writeString(folder.resolve("logs"), "a file where the folder of logs would be");
        byte[] batch = wire.encode(
                new LogChunk.Batch(List.of(new LogChunk("census", "manual__1", "train", -1, 1, 7, 0, "words\n"))));

        assertThat(answer("POST", "/logs", TOKEN, batch)).satisfies(refused -> {
            assertThat(refused.statusCode()).isEqualTo(500);
            assertThat(refused.body()).startsWith("logs cannot be kept: ").contains(inTheWay.toString());
        });
        Files.delete(inTheWay);
        assertThat(status("POST", "/logs", TOKEN, batch)).isEqualTo(200);
    }

    @Test
    void metrics_are_for_who_has_their_token_and_not_for_workers() throws Exception {
        assertThat(metrics(TOKEN).statusCode()).isEqualTo(401);
        assertThat(metrics("token-of-metrics")).satisfies(answer -> {
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("counted 1\n");
        });
    }

    @Test
    void it_lives_and_is_ready_while_its_heartbeats_are_written_and_needs_no_token_to_say_so() throws Exception {
        heartbeats.set(Map.of("scheduler", NOW.minusSeconds(5), "dag-processor", NOW.minusSeconds(31)));

        assertThat(asked("/health/ready"))
                .isEqualTo("200 {\"status\":\"ready\",\"components\":{"
                        + "\"dag-processor\":{\"status\":\"unhealthy\",\"latest_heartbeat\":\"2026-02-28T23:59:29Z\"},"
                        + "\"scheduler\":{\"status\":\"healthy\",\"latest_heartbeat\":\"2026-02-28T23:59:55Z\"}}}");
        works.set(false);
        assertThat(asked("/health/ready")).startsWith("503 {\"status\":\"no heartbeat was written for 30 s\"");
        assertThat(asked("/health/live")).isEqualTo("200 {\"status\":\"live\"}");
    }

    private String asked(String path) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    private HttpResponse<String> metrics(String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> answer(String method, String path, String token, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/execution/v1" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private int status(String method, String path, String token, byte[] body) throws Exception {
        return answer(method, path, token, body).statusCode();
    }

    @Test
    void a_worker_of_another_protocol_is_refused_with_what_to_do() throws Exception {
        Client client = new Client();
        WebSocket socket = open(TOKEN, client);

        say(socket, hello(WorkerMessage.PROTOCOL + 1));

        assertThat(client.messages.poll(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(SchedulerMessage.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo("OTHER_PROTOCOL");
                    assertThat(refused.message())
                            .contains("protocol " + WorkerMessage.PROTOCOL)
                            .contains("w1")
                            .contains("same version");
                });
        assertThat(client.closed.get(20, TimeUnit.SECONDS)).isEqualTo(1000);
        assertThat(told.events).isEmpty();
    }

    /** A frame of a worker that is newer than this scheduler. */
    record OfWorker(List<Object> messages, String trace) {}

    /** A message with a field that no scheduler knows yet, and without some that it knows. */
    record Started(long dispatchId, Instant at, List<String> hosts) {}

    @Test
    void fields_that_are_unknown_are_ignored() throws Exception {
        Client client = new Client();
        WebSocket socket = open(TOKEN, client);
        say(socket, hello(WorkerMessage.PROTOCOL));
        told.next();
        Instant at = Instant.parse("2026-01-01T00:00:00Z");

        send(socket, new OfWorker(List.of(new Started(5, at, List.of("a"))), "x"));

        assertThat(told.next()).isEqualTo(new WorkerMessage.Started(5, at));
    }

    @Test
    void what_is_said_before_hello_is_not_heard() throws Exception {
        WebSocket socket = open(TOKEN, new Client());

        say(socket, new WorkerMessage.Heartbeat(1, 0, 0, 0, 0));
        say(socket, hello(WorkerMessage.PROTOCOL), new WorkerMessage.Heartbeat(2, 0, 0, 0, 0));

        assertThat(told.next()).isInstanceOf(WorkerMessage.Hello.class);
        assertThat(told.next()).isEqualTo(new WorkerMessage.Heartbeat(2, 0, 0, 0, 0));
    }

    @Test
    void bytes_that_are_no_message_end_the_stream_and_no_other() throws Exception {
        Client good = new Client();
        WebSocket goodSocket = open(TOKEN, good);
        say(goodSocket, hello(WorkerMessage.PROTOCOL));
        told.next();
        Client bad = new Client();
        WebSocket badSocket = open(TOKEN, bad);

        badSocket
                .sendBinary(ByteBuffer.wrap("garbage".getBytes(StandardCharsets.UTF_8)), true)
                .join();

        assertThat(bad.closed.get(20, TimeUnit.SECONDS)).isNotNull();
        say(goodSocket, new WorkerMessage.Heartbeat(3, 0, 0, 0, 0));
        assertThat(told.next()).isEqualTo(new WorkerMessage.Heartbeat(3, 0, 0, 0, 0));
    }

    @Test
    void a_frame_beyond_all_bounds_ends_the_stream() throws Exception {
        Client client = new Client();
        WebSocket socket = open(TOKEN, client);
        say(socket, hello(WorkerMessage.PROTOCOL));
        told.next();

        CompletableFuture<WebSocket> sent = socket.sendBinary(ByteBuffer.allocate((16 << 20) + 1), true);

        assertThat(told.next()).isEqualTo("disconnected");
        assertThat(sent.handle((done, error) -> "over").get(20, TimeUnit.SECONDS))
                .isEqualTo("over");
    }

    @Test
    void a_worker_whose_machine_vanishes_in_the_middle_of_a_frame_is_disconnected() throws Exception {
        try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            raw.setSoTimeout(20_000);
            raw.getOutputStream()
                    .write(("GET /execution/v1/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                    + "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                    + "Sec-WebSocket-Version: 13\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[12];
            assertThat(raw.getInputStream().readNBytes(answer, 0, 12)).isEqualTo(12);
            assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
            byte[] message = wire.encode(new Frame.OfWorker(List.of(hello(WorkerMessage.PROTOCOL))));
            raw.getOutputStream().write(frame(message, message.length));
            assertThat(told.next()).isInstanceOf(WorkerMessage.Hello.class);
            byte[] half = frame(message, message.length / 2);
            raw.getOutputStream().write(half);
            raw.setSoLinger(true, 0); // a reset, as of a machine that is gone
        }

        assertThat(told.next()).isEqualTo("disconnected");
    }

    /** A masked binary frame of which only the beginning is there. */
    private static byte[] frame(byte[] message, int sent) {
        ByteBuffer frame = ByteBuffer.allocate(8 + sent);
        frame.put((byte) 0x82).put((byte) (0x80 | 126)).putShort((short) message.length);
        frame.putInt(0); // the mask
        frame.put(message, 0, sent);
        return frame.array();
    }
}
