package dev.rondo.scheduler.telemetry;

import static dev.rondo.metadata.jooq.Tables.TELEMETRY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rondo.core.state.RunEvent;
import dev.rondo.core.state.RunState;
import dev.rondo.metadata.telemetry.Receiver;
import dev.rondo.metadata.telemetry.TelemetryStore;
import dev.rondo.metadata.testing.PostgresExtension;
import dev.rondo.metadata.testing.TestDatabase;
import dev.rondo.scheduler.engine.CrashPoint;
import dev.rondo.scheduler.engine.Telemetry;
import dev.rondo.scheduler.testing.End;
import dev.rondo.scheduler.testing.EngineHarness;
import dev.rondo.scheduler.testing.FakeCollector;
import dev.rondo.scheduler.testing.TestDag;
import dev.rondo.sdk.Asset;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From the engine's state changes to the events that a server of lineage gets. */
@ExtendWith(PostgresExtension.class)
class LineageTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeCollector server = new FakeCollector();
    private EngineHarness harness;
    private TelemetrySender sender;

    @BeforeEach
    void open(TestDatabase database) {
        harness = new EngineHarness(database);
        harness.clean();
        harness.telemetry(new Telemetry(Set.of(Receiver.LINEAGE), Telemetry.NONE.ids()));
        TelemetryStore store = new TelemetryStore(harness.database().transactions(), TelemetrySettings.DEFAULT_CLAIM);
        LineageSettings settings =
                new LineageSettings(URI.create(server.url() + "/api/v1/lineage"), "open sesame", "shop");
        sender = new TelemetrySender(
                store,
                new LineageCollector(settings, store, "1.2.3"),
                harness.clock(),
                CrashPoint.Injector.NONE,
                TelemetrySender.MOST_WAITING);
    }

    @AfterEach
    void close() {
        sender.close();
        server.close();
        harness.close();
    }

    private long trigger(TestDag dag) {
        harness.publish(dag);
        harness.worker(dag.dagId() + "-worker", 4);
        return harness.trigger(dag, "first", Instant.parse("2026-01-01T00:00:00Z"));
    }

    private List<JsonNode> events() {
        return server.posted().stream().map(posted -> read(posted.text())).toList();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    private static String job(JsonNode event) {
        return event.at("/job/namespace").textValue() + " "
                + event.at("/job/name").textValue();
    }

    private static String type(JsonNode event) {
        return event.path("eventType").textValue();
    }

    private static String runId(JsonNode event) {
        return event.at("/run/runId").textValue();
    }

    private static List<String> datasets(JsonNode event, String role) {
        return event.path(role)
                .valueStream()
                .map(each -> each.path("namespace").textValue() + " "
                        + each.path("name").textValue())
                .toList();
    }

    @Test
    void runs_and_tries_are_told_with_their_assets_and_the_run_is_the_parent() {
        TestDag dag = TestDag.named("sales");
        dag.task("load")
                .retries(1, Duration.ofMinutes(1))
                .outlets(Asset.of("orders", "gs://ann:secret@shop/orders/new?key=secret"), Asset.of("plain"));
        trigger(dag);

        harness.runFor(Duration.ofMinutes(2), dispatch -> dispatch.tryNumber() == 1 ? End.failed() : End.success());
        sender.pass();

        List<JsonNode> events = events();
        assertThat(events)
                .extracting(LineageTest::type, LineageTest::job)
                .containsExactly(
                        tuple("START", "shop sales"),
                        tuple("START", "shop sales.load"),
                        tuple("FAIL", "shop sales.load"),
                        tuple("START", "shop sales.load"),
                        tuple("COMPLETE", "shop sales.load"),
                        tuple("COMPLETE", "shop sales"));
        JsonNode first = events.get(2);
        String run = runId(events.getFirst());
        assertThat(runId(events.getLast())).isEqualTo(run);
        assertThat(runId(events.get(1))).isEqualTo(runId(first)).isNotEqualTo(runId(events.get(3)));
        assertThat(first.at("/run/facets/parent/run/runId").textValue()).isEqualTo(run);
        assertThat(first.at("/run/facets/parent/job/name").textValue()).isEqualTo("sales");
        assertThat(first.at("/run/facets/nominalTime/nominalStartTime").textValue())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(first.at("/run/facets/rondo/reason").textValue()).isEqualTo("exception");
        assertThat(datasets(first, "outputs")).containsExactly("gs://shop orders/new", "shop plain");
        assertThat(events.getFirst().at("/run/facets/parent").isMissingNode()).isTrue();
        assertThat(events.toString()).doesNotContain("secret");
        assertThat(server.posted().getFirst().path()).isEqualTo("/api/v1/lineage");
        assertThat(server.posted().getFirst().headers()).containsEntry("authorization", "Bearer open sesame");
        assertThat(harness.<Integer>query(db -> db.fetchCount(TELEMETRY))).isZero();
    }

    @Test
    void every_event_has_what_the_specification_asks_for() {
        TestDag dag = TestDag.named("spec");
        dag.task("a").outlets(Asset.of("a", "file:/data/a"));
        dag.task("b").after("a");
        trigger(dag);
        harness.run(dispatch -> dispatch.taskId().equals("a") ? End.success() : End.skipped());
        sender.pass();

        assertThat(events()).hasSize(6).allSatisfy(event -> {
            assertThat(type(event)).isIn("START", "COMPLETE", "FAIL", "ABORT");
            assertThat(Instant.parse(event.path("eventTime").textValue())).isNotNull();
            assertThat(UUID.fromString(runId(event)).version()).isEqualTo(7);
            assertThat(UUID.fromString(runId(event)).variant()).isEqualTo(2);
            assertThat(URI.create(event.path("producer").textValue())).hasScheme("https");
            assertThat(event.path("schemaURL").textValue())
                    .isEqualTo("https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent");
            assertThat(event.path("inputs").isArray()).isTrue();
            assertThat(event.path("outputs").isArray()).isTrue();
            assertThat(List.of(event.at("/run/facets"), event.at("/job/facets")))
                    .allSatisfy(facets -> assertThat(facets).isNotEmpty().allSatisfy(facet -> {
                        assertThat(URI.create(facet.path("_producer").textValue()))
                                .hasScheme("https");
                        assertThat(URI.create(facet.path("_schemaURL").textValue()))
                                .hasScheme("https");
                    }));
        });
    }

    @Test
    void what_somebody_ends_is_an_abort() {
        TestDag dag = TestDag.named("ended");
        dag.task("long");
        long runNo = trigger(dag);
        harness.run(dispatch -> null);
        var worker = harness.workers().getFirst();
        worker.begin(worker.running().getFirst().dispatchId());
        harness.settle();
        harness.clock().advance(Duration.ofSeconds(1)); // a begin is told apart from its end only after a moment
        harness.settle();

        harness.engine().happened(runNo, new RunEvent.RunMarked(RunState.FAILED));
        harness.run(dispatch -> null);
        sender.pass();

        assertThat(events())
                .extracting(LineageTest::type, LineageTest::job)
                .containsExactly(
                        tuple("START", "shop ended"),
                        tuple("START", "shop ended.long"),
                        tuple("ABORT", "shop ended.long"),
                        tuple("ABORT", "shop ended"));
    }

    @Test
    void one_event_that_is_refused_holds_up_no_other() {
        TestDag dag = TestDag.named("refused");
        dag.task("a");
        trigger(dag);
        harness.run(dispatch -> End.success());
        server.answers(422);

        sender.pass();

        assertThat(server.refused()).hasSize(4);
        assertThat(harness.<Integer>query(db -> db.fetchCount(TELEMETRY))).isZero();
    }

    @Test
    void a_server_that_is_away_is_told_later_with_the_same_ids() {
        TestDag dag = TestDag.named("away");
        dag.task("a");
        trigger(dag);
        harness.run(dispatch -> End.success());
        server.answers(503);

        sender.pass();
        server.answers(200);
        harness.clock().advance(Duration.ofMinutes(1));
        sender.pass();

        assertThat(events()).hasSize(4);
        assertThat(read(server.refused().getFirst().text())).isEqualTo(events().getFirst());
    }

    @Test
    void assets_are_named_as_other_tools_name_them() {
        assertThat(List.of(
                        "s3://bucket_a/key/of",
                        "gs://bucket",
                        "file:///data/x.csv",
                        "bigquery://project/set/table",
                        "postgres://ann:secret@db/shop/public/orders",
                        "mysql://db:3307/shop/orders",
                        "not a uri",
                        "orders"))
                .extracting(uri -> Dataset.of(Asset.of("n", uri), "ns"))
                .containsExactly(
                        new Dataset("s3://bucket_a", "key/of"),
                        new Dataset("gs://bucket", "/"),
                        new Dataset("file", "/data/x.csv"),
                        new Dataset("bigquery", "project.set.table"),
                        new Dataset("postgres://db:5432", "shop.public.orders"),
                        new Dataset("mysql://db:3307", "shop.orders"),
                        new Dataset("ns", "n"),
                        new Dataset("ns", "n"));
    }
}
