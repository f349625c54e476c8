package dev.rondo.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rondo.e2e.harness.Await;
import dev.rondo.e2e.harness.Distribution;
import dev.rondo.e2e.harness.RondoExtension;
import dev.rondo.e2e.harness.Run;
import dev.rondo.e2e.jar.DagJar;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a collector and a server of lineage hear of a run on real processes, while the collector hangs. */
class TracesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Collector COLLECTOR = new Collector();

    @RegisterExtension
    static final RondoExtension RONDO = RondoExtension.standalone(Map.of(
            "RONDO_OTEL_ENDPOINT", COLLECTOR.url(),
            "RONDO_OTEL_HEADERS", "x-key=open-sesame",
            "RONDO_OPENLINEAGE_URL", COLLECTOR.url(),
            "RONDO_OPENLINEAGE_API_KEY", "open-sesame",
            "RONDO_OPENLINEAGE_NAMESPACE", "shop"));

    /** Keeps what it is sent, and lets spans wait until it is released. */
    private static final class Collector {
        final CountDownLatch held = new CountDownLatch(1);
        final List<String> spans = new CopyOnWriteArrayList<>();
        final List<JsonNode> events = new CopyOnWriteArrayList<>();
        final HttpServer server;

        Collector() {
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

        private void takeSpans(HttpExchange exchange) throws IOException {
            try (exchange;
                    InputStream unpacked = new GZIPInputStream(exchange.getRequestBody())) {
                String body = new String(unpacked.readAllBytes(), ISO_8859_1);
                held.await();
                spans.add(body);
                exchange.sendResponseHeaders(200, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void takeEvent(HttpExchange exchange) throws IOException {
            try (exchange) {
                events.add(JSON.readTree(exchange.getRequestBody()));
                exchange.sendResponseHeaders(201, -1);
            }
        }

        /** Whether an id is in some of what was sent: it is there as bytes. */
        boolean has(String hex) {
            String bytes = new String(HexFormat.of().parseHex(hex), ISO_8859_1);
            return spans.stream().anyMatch(each -> each.contains(bytes));
        }

        List<String> jobs(String type) {
            return events.stream()
                    .filter(each -> each.path("eventType").textValue().equals(type))
                    .map(each -> each.at("/job/name").textValue())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    @BeforeAll
    static void drop() {
        RONDO.home()
                .drop(
                        "traced.jar",
                        DagJar.of(Distribution.built()).dag("Traced", """
                import dev.rondo.operators.standard.BashOperator;
                public final class Traced implements DagDefinition {
                    public Dag define() {
                        Dag dag = Dag.create("traced");
                        var body = dag.task("body").call(ctx -> ctx.traceparent().orElse("none"));
                        var program = dag.task("program").use(BashOperator.of("echo ${TRACEPARENT:-none}"));
                        var secrets = dag.task("secrets").use(BashOperator.of("env | grep -c open-sesame || true"));
                        body.then(program).then(secrets);
                        return dag;
                    }
                }
                """).bytes());
    }

    @AfterAll
    static void stop() {
        COLLECTOR.held.countDown();
        COLLECTOR.server.stop(0);
    }

    @Test
    void a_run_ends_while_the_collector_hangs_and_its_spans_are_those_that_bodies_and_programs_were_told() {
        Run run = RONDO.dags().run("traced");

        assertThat(run.awaitEnd()).isEqualTo("success"); // with the collector hanging from the first span on
        String[] body = run.result("body").textValue().split("-");
        String[] program = run.result("program").textValue().split("-");
        COLLECTOR.held.countDown();

        assertThat(body).hasSize(4);
        assertThat(program[1]).as("one trace").isEqualTo(body[1]);
        assertThat(program[2]).as("a span each").isNotEqualTo(body[2]);
        Await.until("both spans arrive", () -> COLLECTOR.has(body[2]) && COLLECTOR.has(program[2]));
        assertThat(COLLECTOR.has(body[1])).isTrue();
        Await.until(
                "the end of the run is told", () -> COLLECTOR.jobs("COMPLETE").contains("traced"));
        assertThat(COLLECTOR.jobs("START"))
                .containsExactly("traced", "traced.body", "traced.program", "traced.secrets");
        assertThat(COLLECTOR.jobs("COMPLETE"))
                .containsExactly("traced", "traced.body", "traced.program", "traced.secrets");
        assertThat(run.result("secrets").asText())
                .as("what signs the server in is not for tasks")
                .isEqualTo("0");
    }
}
