package dev.rondo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.core.protocol.Ask;
import dev.rondo.core.protocol.Dispatch;
import dev.rondo.core.protocol.Wire;
import dev.rondo.worker.stream.HttpClients;
import dev.rondo.worker.stream.SchedulerHttp;
import dev.rondo.worker.stream.Trust;
import dev.rondo.worker.testing.TestDispatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AskingTest {

    private static final Dispatch DISPATCH = TestDispatch.of(7);
    private static final Ask WISH =
            new Ask(Ask.TRIGGER_DAG_RUN, Arrays.asList("report", null, null, "{}", "false", "key"));

    /** Answers one request. */
    private interface Manner {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final Wire wire = new Wire();
    private final HeldTries held = new HeldTries();
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Ask> arrived = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpClient client;
    private Asking asking;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        URI scheduler = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = HttpClients.to(List.of(scheduler), Trust.JDK);
        asking = new Asking(new SchedulerHttp(client, "worker"), () -> scheduler, held, nanos::get, stopped);
        assertThat(held.add(DISPATCH)).isTrue();
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        server.stop(0);
    }

    /** The first requests are answered in these manners, one each, and all that follow in the last one. */
    private void answers(Manner... manners) {
        server.createContext("/execution/v1/dispatches/7/ask", exchange -> {
            arrived.add(wire.decode(exchange.getRequestBody().readAllBytes(), Ask.class));
            manners[Math.min(arrived.size(), manners.length) - 1].answer(exchange);
        });
    }

    private void right(HttpExchange exchange) throws IOException {
        byte[] body = wire.encode(new Ask.Answer("made"));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Manner says(int status, String text) {
        return exchange -> {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        };
    }

    /** The connection is cut after the request arrived, as by a kill. */
    private static void dies(HttpExchange exchange) {
        exchange.close();
    }

    @Test
    void a_wish_for_a_run_whose_scheduler_dies_before_it_answers_is_told_again_under_its_key() throws Exception {
        answers(AskingTest::dies, says(503, "the database does not answer"), this::right);

        assertThat(asking.ask(DISPATCH, WISH)).isEqualTo("made");

        assertThat(arrived).containsExactly(WISH, WISH, WISH);
    }

    @Test
    void what_is_refused_is_not_asked_again() {
        answers(says(400, "there are several such runs"));

        assertThatThrownBy(() -> asking.ask(DISPATCH, WISH))
                .isInstanceOf(SchedulerHttp.RefusedException.class)
                .hasMessage("there are several such runs");

        assertThat(arrived).hasSize(1);
    }

    @Test
    void after_two_minutes_without_an_answer_the_body_is_told_why() {
        answers(exchange -> {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
            says(503, "no room").answer(exchange);
        });

        assertThatThrownBy(() -> asking.ask(DISPATCH, WISH)).hasMessage("no room");

        assertThat(arrived).hasSize(2);
    }

    @Test
    void nobody_asks_for_a_body_that_is_gone_or_when_the_worker_stops() {
        answers(exchange -> {
            assertThat(held.remove(7)).isTrue();
            dies(exchange);
        });
        assertThatThrownBy(() -> asking.ask(DISPATCH, WISH)).isInstanceOf(IOException.class);
        assertThat(arrived).hasSize(1);

        assertThat(held.add(DISPATCH)).isTrue();
        stopped.countDown();
        server.removeContext("/execution/v1/dispatches/7/ask");
        answers(AskingTest::dies);
        assertThatThrownBy(() -> asking.ask(DISPATCH, WISH)).hasMessage("the worker stops");
        assertThat(arrived).hasSize(2);
    }
}
